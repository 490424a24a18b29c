-- Indexes for lists over all DAGs. Runs change rarely enough for several; `task_instance` is written for every step of
-- every task, so that it has one alone, on a column that changes once an attempt.

create index dag_run_by_run_after on dag_run (run_after, id);
create index dag_run_by_logical_date on dag_run (logical_date, id);
create index dag_run_by_start on dag_run (started_at, id);
create index dag_run_by_end on dag_run (finished_at, id);
create index dag_run_by_state on dag_run (state, run_after, id);
create index dag_run_with_conf on dag_run (id) where conf <> '{}'::jsonb;
create index dag_run_by_user on dag_run (triggered_by_user) where triggered_by_user is not null;

create index task_instance_by_start on task_instance (started_at);
