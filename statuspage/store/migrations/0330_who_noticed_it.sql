ALTER TABLE incident ADD COLUMN noticed_by TEXT;
ALTER TABLE incident ADD COLUMN first_report_at INTEGER;
