/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-command.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "app/cli-text.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/timbre/ct-timbre-cluster.h"

/* The recordings: those named by the command line, after those that a list names. */
static bool
set_inputs (CliOptions *self, char **names, size_t n)
{
  self->inputs = names;
  self->n_inputs = n;
  if (self->list.n == 0)
    return true;
  for (size_t i = 0; i < n; i++)
    if (!cli_list_add (&self->list, names[i]))
      {
        cli_text_error (NULL, ct_status_string (CT_STATUS_NO_MEMORY));
        return false;
      }
  self->inputs = self->list.names;
  self->n_inputs = self->list.n;
  return true;
}

static CliCommand
check (CliOptions *self)
{
  CtStatus status = ct_note_decoder_options_check (&self->engine.notes);

  if (self->n_inputs == 0)
    {
      cli_text_error (NULL, "transcribe: no recording named (see --help)");
      return CLI_USAGE_ERROR;
    }
  if (self->bends && self->quantised)
    {
      cli_text_error (NULL, "--bends follows the recording, --quantise leaves it: choose one");
      return CLI_USAGE_ERROR;
    }
  if (status == CT_STATUS_OK)
    status = ct_timbre_cluster_options_check (&self->engine.tracks);
  if (status == CT_STATUS_OK)
    return CLI_TRANSCRIBE;
  cli_text_error (NULL, ct_status_string (status));
  return CLI_USAGE_ERROR;
}

static CliCommand
no_command (const char *name)
{
  cli_text_error (name, name ? "no such command (see --help)" : "no command (see --help)");
  return CLI_USAGE_ERROR;
}

/* Whether anything is asked for that only "transcribe" writes, or reads. */
static bool
writes_results (const CliOptions *self)
{
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    if (self->files[kind])
      return true;
  return self->stems || self->report || self->stats || self->resume || self->list.n > 0;
}

/* What "memory" is to do: list FILE, learn FILE IN N=NAME..., forget FILE NAME... */
static CliCommand
parse_memory (CliOptions *self, int n, char **words)
{
  static const struct
  {
    const char *name;
    CliCommand command;
    int least, most; /* words after the name */
    const char *usage;
  } verbs[] = {
    { "list", CLI_MEMORY_LIST, 1, 1, "memory list: name one file of remembered timbres" },
    { "learn", CLI_MEMORY_LEARN, 3, INT_MAX, "memory learn: name a file, a recording and tracks, as in 1=Anna" },
    { "forget", CLI_MEMORY_FORGET, 2, INT_MAX, "memory forget: name a file and the timbres to forget" },
  };

  for (size_t i = 0; n > 0 && i < sizeof verbs / sizeof *verbs; i++)
    if (strcmp (words[0], verbs[i].name) == 0)
      {
        int n_before = verbs[i].command == CLI_MEMORY_LEARN ? 3 : 2;

        if (n - 1 < verbs[i].least || n - 1 > verbs[i].most || self->memory)
          {
            cli_text_error (NULL, verbs[i].usage);
            return CLI_USAGE_ERROR;
          }
        if (writes_results (self))
          {
            cli_text_error (NULL, "memory: only the memory is written; leave out -o, --report, --stats and the like");
            return CLI_USAGE_ERROR;
          }
        self->memory = words[1];
        self->inputs = words + 2;
        self->n_inputs = (size_t) (n_before - 2);
        self->names = words + n_before;
        self->n_names = (size_t) (n - n_before);
        return verbs[i].command;
      }
  cli_text_error (NULL, "memory: list, learn or forget (see --help)");
  return CLI_USAGE_ERROR;
}

CliCommand
cli_command_parse (CliOptions *self, int n, char **words)
{
  if (n == 0)
    return no_command (NULL);
  if (strcmp (words[0], "memory") == 0)
    return parse_memory (self, n - 1, words + 1);
  if (strcmp (words[0], "transcribe") != 0)
    return no_command (words[0]);
  return set_inputs (self, words + 1, (size_t) (n - 1)) ? check (self) : CLI_USAGE_ERROR;
}
