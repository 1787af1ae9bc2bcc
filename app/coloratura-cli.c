/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>

#include "app/cli-help.h"
#include "app/cli-memory.h"
#include "app/cli-options.h"
#include "app/cli-text.h"
#include "app/cli-transcribe.h"
#include "core/base/ct-status.h"

/* Whoever starts the program may have closed a standard stream: the next file that is opened would take its place, and
 * what is printed would go there. What stands there now refuses to be read or written; false where that fails. */
static bool
keep_streams (void)
{
  static const int refusing[] = { O_WRONLY, O_RDONLY, O_RDONLY };

  for (int stream = 0; stream < 3; stream++)
    /* cppcheck-suppress leakReturnValNotUsed ; it is the stream from now on */
    if (fcntl (stream, F_GETFD) < 0 && errno == EBADF && open ("/dev/null", refusing[stream]) != stream)
      return false;
  return true;
}

/* setlocale() is never called: numbers and messages are those of the C locale. */
int
main (int argc, char **argv)
{
  CliOptions options;
  int exit_status = CLI_EXIT_DONE;

  if (!keep_streams ())
    return CLI_EXIT_FAILED;
  switch (cli_options_parse (&options, argc, argv))
    {
    case CLI_TRANSCRIBE:
      exit_status = cli_transcribe_run (&options);
      break;
    case CLI_MEMORY_LIST:
    case CLI_MEMORY_LEARN:
    case CLI_MEMORY_FORGET:
      exit_status = cli_memory_run (&options);
      break;
    case CLI_HELP:
      cli_help_print ();
      break;
    case CLI_VERSION:
      puts ("coloratura-cli " CT_VERSION);
      break;
    case CLI_USAGE_ERROR:
      exit_status = CLI_EXIT_USAGE;
      break;
    }
  cli_options_clear (&options);
  if (fflush (stdout) != 0 || ferror (stdout))
    {
      cli_text_error ("standard output", ct_status_string (CT_STATUS_WRITE_FAILED));
      return exit_status ? exit_status : CLI_EXIT_FAILED;
    }
  return exit_status;
}
