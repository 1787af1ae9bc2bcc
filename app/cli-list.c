/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-list.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli-text.h"
#include "core/base/ct-status.h"

bool
cli_list_add (CliList *self, const char *name)
{
  /* powers of two */
  if ((self->n & (self->n - 1)) == 0)
    {
      char **names = realloc (self->names, (self->n ? 2 * self->n : 1) * sizeof *names);

      if (!names)
        return false;
      self->names = names;
    }
  self->names[self->n] = strdup (name);
  if (!self->names[self->n])
    return false;
  self->n++;
  return true;
}

/* Without the mark that some editors begin a file with. */
static void
trim_mark (char *line, ssize_t *length)
{
  static const char mark[] = "\xef\xbb\xbf";
  size_t size = strlen (mark);

  if (strncmp (line, mark, size) != 0)
    return;
  *length -= (ssize_t) size;
  memmove (line, line + size, (size_t) *length + 1);
}

/* Without what ends it. */
static void
trim_line (char *line, size_t length)
{
  if (length > 0 && line[length - 1] == '\n')
    line[--length] = '\0';
  if (length > 0 && line[length - 1] == '\r')
    line[--length] = '\0';
}

static bool
read_lines (CliList *self, FILE *file, const char *path)
{
  char *line = NULL;
  size_t capacity = 0;
  ssize_t length;
  const char *problem = NULL;
  bool first = true;

  while (!problem && (length = getline (&line, &capacity, file)) >= 0)
    {
      if (first)
        trim_mark (line, &length);
      first = false;
      if (memchr (line, '\0', (size_t) length))
        problem = "holds a zero byte: this is no list of recordings";
      trim_line (line, (size_t) length);
      if (!problem && *line && !cli_list_add (self, line))
        problem = ct_status_string (CT_STATUS_NO_MEMORY);
    }
  if (!problem && ferror (file))
    problem = ct_status_string (ct_status_from_errno (errno));
  if (problem)
    cli_text_error (path, problem);
  free (line);
  return !problem;
}

bool
cli_list_read (CliList *self, const char *path)
{
  bool from_input = strcmp (path, "-") == 0, done;
  FILE *file = from_input ? stdin : fopen (path, "re");

  if (!file)
    {
      cli_text_error (path, ct_status_string (ct_status_from_errno (errno)));
      return false;
    }
  done = read_lines (self, file, from_input ? "standard input" : path);
  if (!from_input)
    fclose (file);
  return done;
}

void
cli_list_clear (CliList *self)
{
  for (size_t i = 0; i < self->n; i++)
    free (self->names[i]);
  free (self->names);
  *self = (CliList){ 0 };
}
