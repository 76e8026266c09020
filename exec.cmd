@rem `npm start` begins with a shell's `exec`, so that signals to npm reach the program; Windows' shell has none.
@%*
