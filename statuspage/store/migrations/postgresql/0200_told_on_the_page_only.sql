ALTER TABLE incident_update ADD COLUMN is_page_only BOOLEAN NOT NULL DEFAULT false;
