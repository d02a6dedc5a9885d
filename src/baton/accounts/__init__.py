"""Who signs in, in which post they work, what that post may reach, and whose records were read."""
