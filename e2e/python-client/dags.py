"""DAGs, their tasks, versions, files and what is wrong with them. Leaves things as they were."""

from datetime import datetime, timezone
from time import sleep

from airflow_client.client import api
from airflow_client.client import models as m
from connection import connect, equal, refused

client = connect()


def some_dag():
    """A DAG that can be loaded; just after its start, the server may still be loading the first one."""
    for _ in range(200):
        dags = api.DAGApi(client).get_dags(has_import_errors=False, limit=100).dags
        if dags:
            return dags[0]
        sleep(0.1)
    raise AssertionError("the server has no DAG that can be loaded")


def dag_api():
    dags = api.DAGApi(client)
    dag = some_dag()
    one = dags.get_dag(dag.dag_id)
    assert one.dag_id == dag.dag_id and one.file_token == dag.file_token
    details = dags.get_dag_details(dag.dag_id)
    assert details.latest_dag_version.dag_id == dag.dag_id and details.concurrency == one.max_active_tasks
    check_lists(dags, dag)
    check_changes(dags, one)
    for call in (dags.get_dag, dags.get_dag_details, dags.delete_dag, dags.favorite_dag):
        refused(404, call, "there-is-no-such-dag")


def check_lists(dags, dag):
    long_ago = datetime(2000, 1, 1, tzinfo=timezone.utc)
    every = dags.get_dags(
        limit=100,
        offset=0,
        dag_id_prefix_pattern=dag.dag_id,
        dag_display_name_pattern="%",
        exclude_stale=False,
        paused=dag.is_paused,
        has_import_errors=False,
        bundle_name=dag.bundle_name,
        bundle_version=dag.bundle_version,
        has_asset_schedule=False,
        order_by=["-dag_display_name", "dag_id"],
        owners=dag.owners,
    )
    assert dag.dag_id in [one.dag_id for one in every.dags], "the filters that fit a DAG lose it"
    assert every.total_entries >= 1
    assert dags.get_dags(dag_run_start_date_lt=long_ago, order_by=["last_run_start_date"]).total_entries == 0
    assert dags.get_dags(last_dag_run_state=m.DagRunState.FAILED, dag_run_state=["success"]).total_entries == 0
    assert dags.get_dags(asset_dependency="no such asset").total_entries == 0
    assert len(dags.get_dags(limit=1, order_by=["-next_dagrun"]).dags) == 1
    refused(400, dags.get_dags, order_by=["colour"])
    tags = dags.get_dag_tags(order_by=["-name"], tag_name_pattern="%", limit=100)
    assert tags.tags == sorted(tags.tags, reverse=True) and tags.total_entries >= len(tags.tags)
    for tag in tags.tags[:1]:
        assert dags.get_dags(tags=[tag], tags_match_mode="all").total_entries >= 1


def check_changes(dags, dag):
    body = m.DAGPatchBody(is_paused=not dag.is_paused)
    assert dags.patch_dag(dag.dag_id, body, update_mask=["is_paused"]).is_paused is not dag.is_paused
    many = dags.patch_dags(m.DAGPatchBody(is_paused=dag.is_paused), dag_id_prefix_pattern=dag.dag_id)
    assert dag.dag_id in [one.dag_id for one in many.dags]
    assert dags.get_dag(dag.dag_id).is_paused is dag.is_paused
    refused(400, dags.patch_dag, dag.dag_id, body, update_mask=["owner"])
    dags.favorite_dag(dag.dag_id)
    assert dag.dag_id in [one.dag_id for one in dags.get_dags(is_favorite=True, limit=100).dags]
    assert dags.get_dag_details(dag.dag_id).is_favorite is True
    dags.unfavorite_dag(dag.dag_id)
    refused(409, dags.unfavorite_dag, dag.dag_id)


def dag_source_api():
    sources = api.DagSourceApi(client)
    dag = some_dag()
    source = sources.get_dag_source(dag.dag_id, accept="application/json")
    assert source.dag_id == dag.dag_id and source.content and source.version_number >= 1
    text = sources.get_dag_source_without_preload_content(dag.dag_id, accept="text/plain")
    assert text.data.decode() == source.content
    refused(404, sources.get_dag_source, dag.dag_id, version_number=1_000_000)


def dag_stats_api():
    dag = some_dag()
    stats = api.DagStatsApi(client).get_dag_stats(dag_ids=[dag.dag_id])
    assert stats.total_entries == 1 and stats.dags[0].dag_id == dag.dag_id
    assert {one.state.value for one in stats.dags[0].stats} == {"queued", "running", "success", "failed"}
    assert api.DagStatsApi(client).get_dag_stats().total_entries >= 1


def dag_version_api():
    versions = api.DagVersionApi(client)
    dag = some_dag()
    page = versions.get_dag_versions(dag.dag_id, order_by=["-version_number"], bundle_name=dag.bundle_name)
    newest = page.dag_versions[0]
    assert page.total_entries >= 1 and newest.dag_id == dag.dag_id
    equal(versions.get_dag_version(dag.dag_id, newest.version_number).id, newest.id)
    equal(versions.get_dag_versions(dag.dag_id, version_number=newest.version_number).total_entries, 1)
    assert versions.get_dag_versions("~", limit=1).total_entries >= page.total_entries
    refused(404, versions.get_dag_version, dag.dag_id, 1_000_000)


def dag_warning_api():
    warnings = api.DagWarningApi(client).list_dag_warnings(order_by=["-timestamp"], limit=10)
    assert warnings.total_entries >= len(warnings.dag_warnings)


def import_error_api():
    errors = api.ImportErrorApi(client)
    faults = errors.get_import_errors(order_by=["-timestamp"], filename_pattern="%", limit=100)
    assert faults.total_entries >= len(faults.import_errors)
    for fault in faults.import_errors[:1]:
        assert errors.get_import_error(fault.import_error_id).stack_trace == fault.stack_trace
        assert errors.get_import_errors(filename=fault.filename).total_entries >= 1
    refused(404, errors.get_import_error, 2_000_000_000)


def task_api():
    tasks_api = api.TaskApi(client)
    dag = some_dag()
    tasks = tasks_api.get_tasks(dag.dag_id, order_by="-task_id")
    ids = [task.task_id for task in tasks.tasks]
    assert ids == sorted(ids, reverse=True) and tasks.total_entries == len(ids) > 0
    task = tasks_api.get_task(dag.dag_id, ids[0])
    assert task.class_ref["class_name"] == task.operator_name and task.retry_delay.type == "TimeDelta"
    assert set(task.downstream_task_ids) <= set(ids)
    refused(404, tasks_api.get_task, dag.dag_id, "there-is-no-such-task")
    refused(400, tasks_api.get_tasks, dag.dag_id, order_by="colour")


def dag_parsing_api():
    parsing = api.DAGParsingApi(client)
    parsing.reparse_dag_file(some_dag().file_token)
    refused(404, parsing.reparse_dag_file, "nonsense")


PARTS = [
    dag_api,
    dag_source_api,
    dag_stats_api,
    dag_version_api,
    dag_warning_api,
    import_error_api,
    task_api,
    dag_parsing_api,
]

for part in PARTS:
    part()
    print(f"dags: {part.__name__}")
