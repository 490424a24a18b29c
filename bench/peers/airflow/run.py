"""Airflow with the LocalExecutor in the shapes of the scenarios `three` and `chain`.

Needs `DATABASE_URL` (TCP) of an empty PostgreSQL, and runs in an environment with `requirements.txt`. Times are those
that Airflow records: from the queueing of a run to its end. The last line is one JSON object.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg2

URL = os.environ["DATABASE_URL"]
PORT = 18_976
RUNS = {"three": 5, "chain": 1}
LIMIT_SEC = 300
AIRFLOW = str(Path(sys.executable).with_name("airflow"))

RUN_SECONDS = """
select extract(epoch from end_date - queued_at)::float8 from dag_run
where dag_id = %s and state = 'success' order by queued_at
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as home, ExitStack() as stack:
        environment = os.environ | settings(home)
        log = stack.enter_context(open(Path(home) / "log.txt", "w"))
        run = lambda *words: subprocess.run([AIRFLOW, *words], env=environment, stdout=log, stderr=log, check=True)
        run("db", "migrate")
        for program in (["api-server", "--port", str(PORT), "--workers", "1"], ["dag-processor"], ["scheduler"]):
            process = subprocess.Popen([AIRFLOW, *program], env=environment, stdout=log, stderr=log)
            stack.callback(stop, process)
        connection = stack.enter_context(psycopg2.connect(URL))
        connection.autocommit = True
        until(lambda: count(connection, "select count(*) from dag where not is_stale") == len(RUNS), "the DAGs load")
        report(connection, run)


def report(connection, run) -> None:
    figures = []
    for dag_id, runs in RUNS.items():
        # One more before: it loads what is loaded once.
        for number in range(1 if dag_id == "chain" else runs + 1):
            run("dags", "trigger", dag_id)
            until(lambda: len(durations(connection, dag_id)) == number + 1, f"run {number + 1} of {dag_id} ends")
        measured = durations(connection, dag_id)[-runs:]
        figures.append({"name": f"{dag_id}, median", "unit": "ms", "value": statistics.median(measured) * 1000})
    for figure in figures:
        print(f"| Airflow | {figure['name']} | {figure['value']:.0f} {figure['unit']} |")
    print(json.dumps({"peer": "airflow", "figures": figures, "settings": describe(connection)}))


def settings(home: str) -> dict[str, str]:
    return {
        "AIRFLOW_HOME": home,
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(Path(__file__).with_name("dags")),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://localhost:{PORT}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__API_AUTH__JWT_SECRET": "only-for-this-measurement-on-this-machine-and-nothing-else-at-all",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": URL.replace("postgres://", "postgresql+psycopg2://", 1),
        "NO_PROXY": "localhost,127.0.0.1",
        "no_proxy": "localhost,127.0.0.1",
    }


def describe(connection) -> dict[str, object]:
    import airflow

    def setting(name: str) -> str:
        return scalar(connection, f"select current_setting('{name}')")

    return {
        "airflow": airflow.__version__,
        "python": sys.version.split()[0],
        "executor": "LocalExecutor",
        "postgres": setting("server_version"),
        "fsync": setting("fsync"),
        "synchronous_commit": setting("synchronous_commit"),
        "cores": len(os.sched_getaffinity(0)),
    }


def durations(connection, dag_id: str) -> list[float]:
    failed = "select count(*) from dag_run where state = 'failed'"
    if count(connection, failed) > 0:
        raise RuntimeError(f"A run of {dag_id} failed; Airflow's own logs say why.")
    with connection.cursor() as cursor:
        cursor.execute(RUN_SECONDS, [dag_id])
        return [seconds for (seconds,) in cursor.fetchall()]


def count(connection, query: str) -> int:
    return int(scalar(connection, query))


def scalar(connection, query: str):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def until(is_so, what: str) -> None:
    give_up_at = time.monotonic() + LIMIT_SEC
    while not is_so():
        if time.monotonic() > give_up_at:
            raise TimeoutError(f"Waiting until {what} took longer than {LIMIT_SEC} s.")
        time.sleep(0.25)


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
