"""Runs, their task instances and what these leave behind. Deletes the runs that it starts."""

import json
from datetime import datetime, timedelta, timezone
from time import sleep
from uuid import uuid4

from airflow_client.client import api
from airflow_client.client import models as m
from connection import connect, equal, refused

client = connect()
runs = api.DagRunApi(client)
tasks = api.TaskInstanceApi(client)
DAG = "greeting"
MARK = uuid4().hex[:8]


def loaded() -> None:
    """Waits until the server has the DAG, un-paused."""
    for _ in range(300):
        found = api.DAGApi(client).get_dags(dag_id_prefix_pattern=DAG, has_import_errors=False).dags
        if found and not found[0].is_paused:
            return
        sleep(0.1)
    raise AssertionError(f"the server does not load the DAG {DAG}")


def ended(run_id: str) -> list[dict]:
    """Waits for the end of a run. Returns the lines that waiting for it gave."""
    wait = api.ExperimentalApi(client).wait_dag_run_until_finished_without_preload_content
    answer = wait(DAG, run_id, interval=5, result=["pick", "greet"])
    return [json.loads(line) for line in answer.data.decode().splitlines()]


def start(name: str, **given) -> m.DAGRunResponse:
    return runs.trigger_dag_run(DAG, m.TriggerDAGRunPostBody(dag_run_id=f"{name}_{MARK}", **given))


def experimental_api() -> None:
    run = start("wait")
    lines = ended(run.dag_run_id)
    equal(lines[-1], {"state": "success", "results": {"pick": ["world", "moon"], "greet": "Hello, world and moon!"}})
    refused(404, api.ExperimentalApi(client).wait_dag_run_until_finished, DAG, "none", interval=1)
    runs.delete_dag_run(DAG, run.dag_run_id)


def dag_run_api() -> None:
    day = datetime(2026, 1, 2, tzinfo=timezone.utc)
    run = start(
        "full",
        logical_date=day,
        data_interval_start=day - timedelta(days=1),
        data_interval_end=day,
        conf={"mark": MARK},
        note="by hand",
    )
    equal((run.dag_id, run.run_type, run.triggered_by), (DAG, m.DagRunType.MANUAL, m.DagRunTriggeredByType.REST_API))
    equal((run.logical_date, run.data_interval_start, run.conf), (day, day - timedelta(days=1), {"mark": MARK}))
    equal((run.note, run.triggering_user_name, len(run.dag_versions)), ("by hand", "admin", 1))
    refused(409, start, "full")
    refused(404, runs.trigger_dag_run, "none", m.TriggerDAGRunPostBody())
    refused(422, start, "half", data_interval_start=day)
    ended(run.dag_run_id)
    one = runs.get_dag_run(DAG, run.dag_run_id)
    equal(one.state, m.DagRunState.SUCCESS)
    assert one.duration is not None and one.end_date is not None and one.end_date >= one.start_date
    check_run_lists(run.dag_run_id, day)
    check_run_changes(run.dag_run_id)
    runs.delete_dag_run(DAG, run.dag_run_id)
    refused(404, runs.get_dag_run, DAG, run.dag_run_id)


def check_run_lists(run_id: str, day: datetime) -> None:
    past, future = datetime(2000, 1, 1, tzinfo=timezone.utc), datetime(2100, 1, 1, tzinfo=timezone.utc)
    every = {}
    for name in ["run_after", "start_date", "end_date", "updated_at"]:
        every |= {f"{name}_gte": past, f"{name}_gt": past, f"{name}_lte": future, f"{name}_lt": future}
    page = runs.get_dag_runs(
        "~",
        **every,
        logical_date_gte=day,
        logical_date_lte=day,
        duration_gte=0,
        duration_lt=100_000,
        conf_contains=MARK,
        run_type=["manual"],
        state=["success"],
        dag_version=[1],
        order_by=["-run_after", "id"],
        run_id_pattern=MARK,
        run_id_prefix_pattern="full",
        triggering_user_name_pattern="adm",
        triggering_user_name_prefix_pattern="admin",
        dag_id_pattern="greet",
        dag_id_prefix_pattern=DAG,
        limit=5,
        offset=0,
    )
    equal(([one.dag_run_id for one in page.dag_runs], page.total_entries), ([run_id], 1))
    equal(runs.get_dag_runs(DAG, state=["failed"], run_id_pattern=MARK).dag_runs, [])
    equal(runs.get_dag_runs(DAG, consuming_asset_pattern="x", partition_key_pattern="y").dag_runs, [])
    refused(400, runs.get_dag_runs, DAG, order_by=["colour"])
    refused(404, runs.get_dag_runs, "none")
    first = runs.get_dag_runs(DAG, cursor="", limit=1, order_by=["run_id"])
    assert first.previous_cursor is None
    body = m.DAGRunsBatchBody(dag_ids=[DAG], states=[m.DagRunState.SUCCESS], conf_contains=MARK, order_by="-run_after")
    equal([one.dag_run_id for one in runs.get_list_dag_runs_batch("~", body).dag_runs], [run_id])
    equal(runs.get_upstream_asset_events(DAG, run_id).total_entries, 0)


def check_run_changes(run_id: str) -> None:
    noted = runs.patch_dag_run(DAG, run_id, m.DAGRunPatchBody(note="seen", state="failed"), update_mask=["note"])
    equal((noted.note, noted.state), ("seen", m.DagRunState.SUCCESS))
    marked = runs.patch_dag_run(DAG, run_id, m.DAGRunPatchBody(state="failed"))
    equal(marked.state, m.DagRunState.FAILED)
    refused(404, runs.patch_dag_run, DAG, "none", m.DAGRunPatchBody(state="failed"))
    # The client cannot tell task instances from new tasks; what the server says is looked at as it comes.
    preview = runs.clear_dag_run_without_preload_content(DAG, run_id, m.DAGRunClearBody(dry_run=True))
    equal([one["task_id"] for one in json.loads(preview.data)["task_instances"]], ["greet", "pick"])
    cleared = runs.clear_dag_run(DAG, run_id, m.DAGRunClearBody(dry_run=False)).actual_instance
    equal((type(cleared), cleared.dag_run_id), (m.DAGRunResponse, run_id))
    equal(ended(run_id)[-1]["state"], "success")
    body = m.BulkDAGRunClearBody(dag_runs=[m.BulkDAGRunBody(dag_run_id=run_id)], dry_run=False)
    equal(len(runs.clear_dag_runs(DAG, body).actual_instance.dag_runs), 1)
    equal(ended(run_id)[-1]["state"], "success")
    partitions = runs.clear_dag_run_partitions(DAG, m.ClearPartitionsBody())
    equal((partitions.dag_runs_cleared, partitions.dry_run), (0, True))
    other = start("bulk")
    ended(other.dag_run_id)
    update = m.BulkUpdateActionBulkDAGRunBody(
        action="update", entities=[m.BulkDAGRunBody(dag_run_id=run_id, state="failed", note="bulk")]
    )
    delete = m.BulkDeleteActionBulkDAGRunBody(action="delete", entities=[m.EntitiesInner(other.dag_run_id)])
    actions = [m.ActionsInner(update), m.ActionsInner(delete)]
    answer = runs.bulk_dag_runs(DAG, m.BulkBodyBulkDAGRunBody(actions=actions))
    equal((answer.update.success, answer.delete.success), ([run_id], [other.dag_run_id]))


def task_instance_api() -> None:
    run_id = start("tasks", logical_date=datetime(2026, 1, 3, tzinfo=timezone.utc)).dag_run_id
    ended(run_id)
    one = tasks.get_task_instance(DAG, run_id, "greet")
    equal((one.state, one.map_index, one.try_number, one.dag_run_id), (m.TaskInstanceState.SUCCESS, -1, 1, run_id))
    equal(tasks.get_mapped_task_instance(DAG, run_id, "greet", -1).id, one.id)
    refused(404, tasks.get_task_instance, DAG, run_id, "none")
    check_task_lists(run_id)
    check_task_details(run_id)
    check_task_changes(run_id)
    runs.delete_dag_run(DAG, run_id)


def check_task_lists(run_id: str) -> None:
    past, future = datetime(2000, 1, 1, tzinfo=timezone.utc), datetime(2100, 1, 1, tzinfo=timezone.utc)
    every = {}
    for name in ["run_after", "logical_date", "start_date", "end_date", "updated_at"]:
        every |= {f"{name}_gte": past, f"{name}_gt": past, f"{name}_lte": future, f"{name}_lt": future}
    mapped = every | {
        "duration_gte": 0,
        "duration_lt": 100_000,
        "state": ["success"],
        "pool": ["default_pool"],
        "pool_name_pattern": "default",
        "pool_name_prefix_pattern": "default",
        "queue": ["default"],
        "queue_name_pattern": "default",
        "queue_name_prefix_pattern": "default",
        "version_number": [1],
        "try_number": [1],
        "operator_name_pattern": "%",
        "map_index": [-1],
        "order_by": ["map_index"],
        "limit": 10,
        "offset": 0,
    }
    page = tasks.get_task_instances(
        "~",
        "~",
        **mapped,
        task_display_name_pattern="greet",
        task_display_name_prefix_pattern="greet",
        dag_id_pattern=DAG,
        dag_id_prefix_pattern=DAG,
        run_id_pattern=MARK,
        run_id_prefix_pattern="tasks",
        task_id="greet",
    )
    equal(([one.task_id for one in page.task_instances], page.total_entries), (["greet"], 1))
    equal(len(tasks.get_task_instances(DAG, run_id, cursor="", limit=1).task_instances), 1)
    equal(tasks.get_mapped_task_instances(DAG, run_id, "greet", **mapped).total_entries, 1)
    body = m.TaskInstancesBatchBody(dag_ids=[DAG], dag_run_ids=[run_id], state=[m.TaskInstanceState.SUCCESS])
    equal(tasks.get_task_instances_batch("~", "~", body).total_entries, 2)
    refused(400, tasks.get_task_instances, DAG, run_id, order_by=["colour"])
    refused(422, tasks.get_task_instances, DAG, run_id, state=["lost"])


def check_task_details(run_id: str) -> None:
    greet = (DAG, run_id, "greet")
    equal([one.try_number for one in tasks.get_task_instance_tries(*greet).task_instances], [1])
    equal(tasks.get_mapped_task_instance_tries(*greet, -1).total_entries, 1)
    equal(tasks.get_task_instance_try_details(*greet, 1).state, m.TaskInstanceState.SUCCESS)
    equal(tasks.get_mapped_task_instance_try_details(*greet, task_try_number=1, map_index=-1).task_id, "greet")
    refused(404, tasks.get_task_instance_try_details, *greet, 9)
    equal(tasks.get_task_instance_dependencies(*greet).dependencies, [])
    equal(tasks.get_task_instance_dependencies_by_map_index(*greet, -1).dependencies, [])
    refused(400, tasks.get_external_log_url, *greet, 1)
    equal(tasks.get_hitl_details(DAG, run_id).hitl_details, [])
    refused(404, tasks.get_hitl_detail, *greet, -1)
    refused(404, tasks.get_hitl_detail_try_detail, *greet, map_index=-1, try_number=1)
    refused(404, tasks.update_hitl_detail, *greet, -1, m.UpdateHITLDetailPayload(chosen_options=["yes"]))
    equal(api.ExtraLinksApi(client).get_extra_links(*greet).extra_links, {})
    equal(api.TaskStateStoreApi(client).list_task_state_store(*greet).total_entries, 0)


def check_task_changes(run_id: str) -> None:
    greet = (DAG, run_id, "greet")
    failed = m.PatchTaskInstanceBody(new_state="failed")
    equal(tasks.patch_task_instance_dry_run(*greet, failed).total_entries, 1)
    equal(tasks.patch_task_instance_dry_run_by_map_index(*greet, -1, failed).total_entries, 1)
    equal(tasks.patch_task_instance(*greet, failed).task_instances[0].state, m.TaskInstanceState.FAILED)
    refused(409, tasks.patch_task_instance, *greet, failed)
    note = m.PatchTaskInstanceBody(note="look")
    equal(tasks.patch_task_instance_by_map_index(*greet, -1, note).task_instances[0].note, "look")
    refused(404, tasks.patch_task_group_instances, DAG, run_id, "none", failed)
    refused(404, tasks.patch_task_group_instances_dry_run, DAG, run_id, "none", failed)
    update = m.BulkUpdateActionBulkTaskInstanceBody(
        action="update", entities=[m.BulkTaskInstanceBody(task_id="greet", new_state="success")]
    )
    actions = [m.ActionsInner1(update)]
    answer = tasks.bulk_task_instances(DAG, run_id, m.BulkBodyBulkTaskInstanceBody(actions=actions))
    equal((answer.update.success, answer.update.errors), ([f"{DAG}.{run_id}.greet[-1]"], []))
    chosen = [m.ClearTaskInstancesBodyTaskIdsInner("greet"), m.ClearTaskInstancesBodyTaskIdsInner(["pick", -1])]
    body = m.ClearTaskInstancesBody(dag_run_id=run_id, task_ids=chosen, only_failed=False, dry_run=True)
    equal(tasks.post_clear_task_instances(DAG, body).total_entries, 2)
    body.dry_run = False
    equal(tasks.post_clear_task_instances(DAG, body).total_entries, 2)
    equal(ended(run_id)[-1]["state"], "success")
    equal(tasks.get_task_instance_tries(*greet).total_entries, 2)
    tasks.delete_task_instance(*greet)
    refused(404, tasks.get_task_instance, *greet)


def xcom_api() -> None:
    run_id = start("xcoms").dag_run_id
    ended(run_id)
    xcoms = api.XComApi(client)
    pick = {"dag_id": DAG, "dag_run_id": run_id, "task_id": "pick"}
    value = xcoms.get_xcom_entry(**pick, xcom_key="return_value").actual_instance
    equal((value.value, value.key, value.run_id), (["world", "moon"], "return_value", run_id))
    text = xcoms.get_xcom_entry_without_preload_content(**pick, xcom_key="return_value", stringify=True)
    equal(json.loads(text.data)["value"], '["world","moon"]')
    created = xcoms.create_xcom_entry(**pick, x_com_create_body=m.XComCreateBody(key="mine", value={"a": 1}))
    equal((created.value, created.map_index), ({"a": 1}, -1))
    refused(409, xcoms.create_xcom_entry, **pick, x_com_create_body=m.XComCreateBody(key="mine", value=1))
    equal(xcoms.update_xcom_entry(**pick, xcom_key="mine", x_com_update_body=m.XComUpdateBody(value=[2])).value, [2])
    page = xcoms.get_xcom_entries(
        "~",
        "~",
        "~",
        xcom_key_pattern="mine|return_value",
        xcom_key_prefix_pattern="m",
        run_id_pattern=run_id,
        run_id_prefix_pattern="xcoms",
        task_id_pattern="pick",
        task_id_prefix_pattern="pick",
        dag_display_name_pattern=DAG,
        dag_display_name_prefix_pattern=DAG,
        map_index_filter=-1,
        run_after_gte=datetime(2000, 1, 1, tzinfo=timezone.utc),
        order_by=["-timestamp", "key"],
        limit=5,
    )
    equal(([one.key for one in page.xcom_entries], page.total_entries), (["mine"], 1))
    equal(xcoms.get_xcom_entries(**pick, xcom_key="mine", map_index=-1).total_entries, 1)
    xcoms.delete_xcom_entry(**pick, xcom_key="mine")
    refused(404, xcoms.get_xcom_entry, **pick, xcom_key="mine")
    refused(400, xcoms.get_xcom_entries, **pick, order_by=["value"])
    runs.delete_dag_run(DAG, run_id)


loaded()
for part in [experimental_api, dag_run_api, task_instance_api, xcom_api]:
    part()
    print(f"runs: {part.__name__}")
