"""A copy in a bucket that speaks S3, by obstore (`pip install statuspage[s3]`)."""
