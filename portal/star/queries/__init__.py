"""Questions of star management, one file for each subject."""
