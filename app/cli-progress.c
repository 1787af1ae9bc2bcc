/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/cli-clock.h"
#include "app/cli-text.h"

#define BAR_COLUMNS 24
#define MIN_INTERVAL_S 0.05

void
cli_progress_init (CliProgress *self, bool quiet)
{
  const char *terminal = getenv ("TERM"); // NOLINT(concurrency-mt-unsafe): nothing here sets it

  *self = (CliProgress){ .percent = -1 };
  self->active = !quiet && isatty (STDERR_FILENO) && !(terminal && strcmp (terminal, "dumb") == 0);
}

void
cli_progress_begin (CliProgress *self, const char *name, size_t number, size_t n)
{
  self->name = name;
  self->number = number;
  self->n = n;
  self->percent = -1;
  cli_progress_update (0, self);
}

/* Prints as much of @name as fits. */
static void
print_cut (const char *name, int columns)
{
  for (int length; *name; name += length)
    {
      columns -= cli_text_columns (name, &length);
      if (columns < 0)
        return;
      cli_text_print_char (stderr, name, length);
    }
}

static void
show (const CliProgress *self)
{
  static const char full[] = "########################", empty[] = "........................";
  int done = self->percent * BAR_COLUMNS / 100, used;
  struct winsize size;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    size.ws_col = 80;
  used = fprintf (stderr, "\r[%.*s%.*s] %3d %% ", done, full, BAR_COLUMNS - done, empty, self->percent) - 1;
  if (self->n > 1)
    used += fprintf (stderr, "(%zu/%zu) ", self->number, self->n);
  print_cut (self->name, size.ws_col - used - 1);
  fputs ("\033[K", stderr);
  fflush (stderr);
}

void
cli_progress_update (double fraction, void *data)
{
  CliProgress *self = data;
  int percent = (int) (100 * fraction);
  double now;

  if (!self->active || percent == self->percent)
    return;
  now = cli_clock_s ();
  if (self->percent >= 0 && now - self->shown_s < MIN_INTERVAL_S)
    return;
  self->percent = percent < 0 ? 0 : percent > 100 ? 100 : percent;
  self->shown_s = now;
  show (self);
}

void
cli_progress_end (CliProgress *self)
{
  if (!self->active || self->percent < 0)
    return;
  fputs ("\r\033[K", stderr);
  self->percent = -1;
}
