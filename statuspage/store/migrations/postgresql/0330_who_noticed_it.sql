ALTER TABLE incident ADD COLUMN noticed_by TEXT COLLATE "C";
ALTER TABLE incident ADD COLUMN first_report_at BIGINT;
