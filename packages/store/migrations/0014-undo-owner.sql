-- Names are given again after their user was deleted. Null: who did it is no user.
alter table undo_step add column owner_id uuid;
