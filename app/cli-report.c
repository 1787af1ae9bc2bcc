/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-report.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli-text.h"
#include "core/base/ct-atomic-file.h"

#define HEADER "recording,duration_s,tracks,notes,seconds,status\n"

/* A field of the table; names may hold anything. */
static void
print_field (FILE *stream, const char *text)
{
  if (!text[strcspn (text, ",\"\r\n")])
    {
      fputs (text, stream);
      return;
    }
  fputc ('"', stream);
  for (; *text; text++)
    fprintf (stream, *text == '"' ? "\"%c" : "%c", *text);
  fputc ('"', stream);
}

static void
print_row (FILE *stream, const CliFileStats *file)
{
  print_field (stream, file->input);
  if (file->status == CT_STATUS_OK && !file->done_before)
    {
      fputc (',', stream);
      cli_text_print_number (stream, file->audio_s, 3);
      fprintf (stream, ",%zu,%zu,", file->n_tracks, file->n_notes);
      cli_text_print_number (stream, file->total_s, 3);
      fputc (',', stream);
    }
  else
    fputs (",,,,,", stream);
  print_field (stream, cli_stats_outcome (file));
  fputc ('\n', stream);
}

CtStatus
cli_report_write (const CliStats *stats, const char *path)
{
  char *text = NULL;
  size_t size = 0;
  FILE *stream = open_memstream (&text, &size);
  CtStatus status = CT_STATUS_NO_MEMORY;
  bool failed;

  if (!stream)
    return status;
  fputs (HEADER, stream);
  for (size_t i = 0; i < stats->n; i++)
    print_row (stream, &stats->files[i]);
  failed = ferror (stream) != 0;
  if (fclose (stream) == 0 && !failed)
    status = ct_atomic_file_save (path, text, size);
  if (status == CT_STATUS_OK)
    ct_atomic_file_clean (path);
  free (text);
  return status;
}

void
cli_report_sum_up (const CliStats *stats)
{
  size_t n_failed = 0, n_before = 0;

  for (size_t i = 0; i < stats->n; i++)
    {
      n_failed += stats->files[i].status != CT_STATUS_OK;
      n_before += stats->files[i].done_before;
    }
  fprintf (stderr, "%zu recordings: %zu done, %zu done before, %zu failed\n", stats->n, stats->n - n_failed - n_before,
           n_before, n_failed);
}
