"""What operators do: variables, connections, pools, and questions about the server itself."""

from datetime import datetime, timezone

from airflow_client.client import api
from airflow_client.client import models as m
from connection import connect, equal, refused

client = connect()


def variables() -> None:
    variable = api.VariableApi(client)
    created = variable.post_variable(m.VariableBody(key="region", value="eu", description="Where"))
    equal((created.key, created.value, created.description, created.is_encrypted), ("region", "eu", "Where", True))
    refused(409, variable.post_variable, m.VariableBody(key="region", value="eu"))
    variable.post_variable(m.VariableBody(key="mail_password", value="hunter2"))
    equal(variable.get_variable("mail_password").value, "***")
    variable.post_variable(m.VariableBody(key="as_json", value={"user": "me", "password": "hunter2"}))
    equal(variable.get_variable("as_json").value, '{"user":"me","password":"***"}')
    body = m.VariableBody(key="region", value="us", description="ignored")
    changed = variable.patch_variable("region", body, update_mask=["value"])
    equal((changed.value, changed.description), ("us", "Where"))
    page = variable.get_variables(limit=1, offset=1, order_by=["-key"], variable_key_pattern="%")
    equal((page.total_entries, [one.key for one in page.variables]), (3, ["mail_password"]))
    equal([one.key for one in variable.get_variables(variable_key_prefix_pattern="as_").variables], ["as_json"])
    answer = variable.bulk_variables(
        m.BulkBodyVariableBody(
            actions=[
                m.ActionsInner4(
                    m.BulkCreateActionVariableBody(
                        action="create",
                        entities=[m.VariableBody(key="bulk", value=1), m.VariableBody(key="region", value="eu")],
                        action_on_existence=m.BulkActionOnExistence.OVERWRITE,
                    )
                ),
                m.ActionsInner4(
                    m.BulkUpdateActionVariableBody(
                        action="update", entities=[m.VariableBody(key="none", value="x")]
                    )
                ),
                m.ActionsInner4(
                    m.BulkDeleteActionVariableBody(
                        action="delete",
                        entities=[m.EntitiesInner4("bulk"), m.EntitiesInner4("none")],
                        action_on_non_existence=m.BulkActionNotOnExistence.SKIP,
                    )
                ),
            ]
        )
    )
    equal(answer.create.success, ["bulk", "region"])
    equal((answer.update.success, answer.update.errors[0]["status_code"]), ([], 404))
    equal(answer.delete.success, ["bulk"])
    for key in ["region", "mail_password", "as_json"]:
        variable.delete_variable(key)
    refused(404, variable.get_variable, "region")
    equal(variable.get_variables().total_entries, 0)


def connections() -> None:
    connection = api.ConnectionApi(client)
    body = m.ConnectionBody(
        connection_id="dwh",
        conn_type="postgres",
        host="db",
        port=5432,
        login="etl",
        password="hunter2",
        schema="dwh",
        extra='{"api_key": "hunter3", "sslmode": "require"}',
    )
    created = connection.post_connection(body)
    equal((created.connection_id, created.var_schema, created.port, created.password), ("dwh", "dwh", 5432, "***"))
    equal(created.extra, '{"api_key":"***","sslmode":"require"}')
    refused(409, connection.post_connection, body)
    changed = connection.patch_connection(
        "dwh", m.ConnectionBody(connection_id="dwh", conn_type="postgres", host="db2"), update_mask=["host"]
    )
    equal((changed.host, changed.login, changed.password), ("db2", "etl", "***"))
    equal(connection.get_connection("dwh").host, "db2")
    page = connection.get_connections(order_by=["connection_id"], connection_id_pattern="dw", limit=5)
    equal([one.connection_id for one in page.connections], ["dwh"])
    equal(connection.get_connections(connection_id_prefix_pattern="x").total_entries, 0)
    answer = connection.bulk_connections(
        m.BulkBodyConnectionBody(
            actions=[
                m.ActionsInner2(m.BulkCreateActionConnectionBody(action="create", entities=[body])),
                m.ActionsInner2(
                    m.BulkDeleteActionConnectionBody(action="delete", entities=[m.EntitiesInner2("dwh")])
                ),
            ]
        )
    )
    equal((answer.create.success, answer.create.errors[0]["status_code"]), ([], 409))
    equal((answer.delete.success, answer.update), (["dwh"], None))
    connection.post_connection(body)
    connection.delete_connection("dwh")
    refused(404, connection.delete_connection, "dwh")
    connection.create_default_connections()
    assert "test_connection" in refused(403, connection.test_connection, body)
    test = m.ConnectionTestRequestBody(connection_id="dwh", conn_type="postgres")
    refused(403, connection.enqueue_connection_test, test)
    refused(404, connection.get_connection_test, "nonsense")


def pools() -> None:
    pool = api.PoolApi(client)
    created = pool.post_pool(m.PoolBody(name="dwh", slots=4, description="Warehouse"))
    equal((created.name, created.slots, created.open_slots), ("dwh", 4, 4))
    equal(pool.patch_pool("dwh", m.PoolPatchBody(slots=2), update_mask=["slots"]).slots, 2)
    equal(pool.get_pool("dwh").description, "Warehouse")
    equal([one.name for one in pool.get_pools(order_by=["-name"], pool_name_pattern="d").pools], ["dwh", "default_pool"])
    answer = pool.bulk_pools(
        m.BulkBodyPoolBody(
            actions=[
                m.ActionsInner3(
                    m.BulkUpdateActionPoolBody(
                        action="update", entities=[m.PoolBody(name="dwh", slots=7)], update_mask=["slots"]
                    )
                ),
                m.ActionsInner3(
                    m.BulkDeleteActionPoolBody(
                        action="delete", entities=[m.EntitiesInner3("dwh"), m.EntitiesInner3("default_pool")]
                    )
                ),
            ]
        )
    )
    equal((answer.update.success, answer.delete.success, answer.delete.errors[0]["status_code"]), (["dwh"], [], 400))
    equal(pool.get_pool("dwh").slots, 7)
    pool.delete_pool("dwh")
    refused(404, pool.get_pool, "dwh")
    refused(400, pool.delete_pool, "default_pool")


def config() -> None:
    config = api.ConfigApi(client)
    sections = config.get_config().sections
    assert "core" in [section.name for section in sections]
    options = {option.key: option.value.actual_instance for section in sections for option in section.options}
    equal(options["secretKey"], "< hidden >")
    equal([section.name for section in config.get_config(section="api").sections], ["api"])
    value = config.get_config_value("core", "parallelism").sections[0].options[0].value.actual_instance
    equal(value, "32")
    refused(404, config.get_config_value, "core", "colour")


def server() -> None:
    assert api.VersionApi(client).get_version().version
    health = api.MonitorApi(client).get_health()
    equal((health.metadatabase.status, health.scheduler.status, health.dag_processor.status), ("healthy",) * 3)
    jobs = api.JobApi(client).get_jobs(is_alive=True, order_by=["job_type"], job_state="running")
    equal({job.job_type for job in jobs.jobs} >= {"SchedulerJob", "DagProcessorJob"}, True)
    equal(api.JobApi(client).get_jobs(start_date_gte=datetime(2100, 1, 1, tzinfo=timezone.utc)).total_entries, 0)
    equal(api.ProviderApi(client).get_providers(limit=5).total_entries, 0)
    equal(api.PluginApi(client).get_plugins(limit=5).total_entries, 0)
    equal(api.PluginApi(client).import_errors().total_entries, 0)


def to_come() -> None:
    """What Airflow has beyond: empty, and never a surprise."""
    asset = api.AssetApi(client)
    equal(asset.get_assets(name_pattern="x", only_active=True, order_by=["name"]).total_entries, 0)
    equal(asset.get_asset_aliases().total_entries, 0)
    equal(asset.get_asset_events(asset_id=1, order_by=["-timestamp"]).total_entries, 0)
    for call in [
        asset.get_asset,
        asset.get_asset_alias,
        asset.get_asset_queued_events,
        asset.delete_asset_queued_events,
        asset.materialize_asset,
    ]:
        refused(404, call, 1)
    refused(404, asset.create_asset_event, m.CreateAssetEventsBody(asset_id=1))
    for call in [asset.get_dag_asset_queued_events, asset.delete_dag_asset_queued_events]:
        refused(404, call, "none")
    for call in [asset.get_dag_asset_queued_event, asset.delete_dag_asset_queued_event]:
        refused(404, call, "none", 1)
    store = api.AssetStateStoreApi(client)
    refused(404, store.list_asset_state_store, 1)
    refused(404, store.clear_asset_state_store, 1)
    refused(404, store.get_asset_state_store, "k", 1)
    refused(404, store.delete_asset_state_store, "k", 1)
    refused(404, store.set_asset_state_store, "k", 1, m.AssetStateStoreBody(value=1))
    backfill = api.BackfillApi(client)
    equal(backfill.list_backfills("none").total_entries, 0)
    days = [datetime(2026, 1, day, tzinfo=timezone.utc) for day in (1, 2)]
    body = m.BackfillPostBody(dag_id="none", from_date=days[0], to_date=days[1])
    refused(400, backfill.create_backfill, body)
    refused(400, backfill.create_backfill_dry_run, body)
    for call in [
        backfill.get_backfill,
        backfill.pause_backfill,
        backfill.unpause_backfill,
        backfill.cancel_backfill,
    ]:
        refused(404, call, 1)
    task_store = api.TaskStateStoreApi(client)
    place = ("none", "none", "none")
    refused(404, task_store.list_task_state_store, *place)
    refused(404, task_store.get_task_state_store, "k", *place)
    refused(404, task_store.set_task_state_store, "k", *place, m.TaskStateStoreBody(value=1))
    refused(404, task_store.patch_task_state_store, "k", *place, m.TaskStateStorePatchBody(value=1))
    refused(404, task_store.delete_task_state_store, "k", *place)
    refused(404, task_store.clear_task_state_store, *place)
    refused(404, api.ExtraLinksApi(client).get_extra_links, *place)


for part in [variables, connections, pools, config, server, to_come]:
    part()
    print(f"admin: {part.__name__}")
