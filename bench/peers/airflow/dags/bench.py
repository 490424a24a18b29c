"""Trivial tasks in a row: the shapes of the scenarios `three` and `chain`."""

from airflow.sdk import chain, dag, task


def fibo(n: int) -> int:
    return n if n < 2 else fibo(n - 1) + fibo(n - 2)


def declare(dag_id: str, length: int):
    @dag(dag_id=dag_id, schedule=None)
    def declared():
        def body():
            return fibo(10)

        chain(*(task(task_id=f"t{index}")(body)() for index in range(length)))

    return declared()


three = declare("three", 3)
chain_of_40 = declare("chain", 40)
