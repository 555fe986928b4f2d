-- Since when the incidents of a component are told here completely, as stated by staff.
ALTER TABLE "component" ADD COLUMN "incidents_since" DATE;
