// The first files of this module come with its first commit.
