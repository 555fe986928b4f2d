ALTER TABLE "code_request" ADD COLUMN "filter" TEXT COLLATE "C";
