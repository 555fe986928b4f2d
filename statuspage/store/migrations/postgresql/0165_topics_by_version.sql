-- A copy asks what rose since it was written last, however many topics there are.
CREATE INDEX topic_version ON topic (version);
