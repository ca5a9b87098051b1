"""The office's processes on one machine: started in order, kept alive, stopped in reverse."""
