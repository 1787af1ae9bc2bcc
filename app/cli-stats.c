/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-stats.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>

#include "app/cli-text.h"

void
cli_stats_clear (CliStats *self)
{
  for (size_t i = 0; i < self->n; i++)
    free (self->files[i].problem);
  free (self->files);
}

const char *
cli_stats_outcome (const CliFileStats *file)
{
  if (file->status != CT_STATUS_OK)
    return file->problem ? file->problem : ct_status_string (file->status);
  return file->done_before ? "done before" : "done";
}

/* The value of the first line of @path that begins with @key, in @value ([size]); false where there is none. */
static int
read_proc (const char *path, const char *key, char *value, size_t size)
{
  FILE *file = fopen (path, "r");
  char *line = NULL;
  size_t capacity = 0;
  int found = 0;

  while (file && !found && getline (&line, &capacity, file) > 0)
    {
      char *colon = strchr (line, ':');

      if (!colon || strncmp (line, key, strlen (key)) != 0)
        continue;
      colon += 1 + strspn (colon + 1, " \t");
      colon[strcspn (colon, "\n")] = '\0';
      snprintf (value, size, "%s", colon);
      found = 1;
    }
  free (line);
  if (file)
    fclose (file);
  return found;
}

/* The name of the processor, or of its architecture: on Arm the system does not name it. */
static void
print_processor (FILE *stream)
{
  char name[256];
  struct utsname system;

  if (!read_proc ("/proc/cpuinfo", "model name", name, sizeof name))
    snprintf (name, sizeof name, "%s", uname (&system) == 0 ? system.machine : "unknown");
  cli_text_print_json (stream, name);
}

/* In megabytes. getrusage() would count what the program that started this one had in memory. */
static double
peak_memory_mb (void)
{
  char value[64];
  struct rusage usage;

  if (read_proc ("/proc/self/status", "VmHWM", value, sizeof value))
    return (double) strtoll (value, NULL, 10) * 1024 / 1e6;
  return getrusage (RUSAGE_SELF, &usage) == 0 ? (double) usage.ru_maxrss * 1024 / 1e6 : 0;
}

static void
print_key_number (FILE *stream, const char *key, double value, int decimals)
{
  fprintf (stream, "\"%s\": ", key);
  cli_text_print_number (stream, value, decimals);
}

/* The fields of a recording and of the totals. */
static void
print_figures (FILE *stream, const CliFileStats *file)
{
  print_key_number (stream, "audio_s", file->audio_s, 3);
  fputs (", \"seconds\": {", stream);
  for (int stage = 0; stage < CT_N_STAGES; stage++)
    {
      print_key_number (stream, ct_stage_name ((CtStage) stage), file->stage_s[stage], 4);
      fputs (", ", stream);
    }
  print_key_number (stream, "write", file->write_s, 4);
  fputs (", ", stream);
  print_key_number (stream, "stems", file->stems_s, 4);
  fputs (", ", stream);
  print_key_number (stream, "total", file->total_s, 4);
  fprintf (stream, "}, \"tracks\": %zu, \"notes\": %zu, \"hits\": %zu", file->n_tracks, file->n_notes, file->n_hits);
}

static void
print_text (FILE *stream, const char *key, const char *text)
{
  fprintf (stream, ", \"%s\": ", key);
  if (text)
    cli_text_print_json (stream, text);
  else
    fputs ("null", stream);
}

static void
print_file (FILE *stream, const CliFileStats *file)
{
  fputs ("{\"input\": ", stream);
  cli_text_print_json (stream, file->input);
  fputs (", \"status\": ", stream);
  cli_text_print_json (stream, cli_stats_outcome (file));
  print_text (stream, "midi", file->files[CLI_FILE_MIDI]);
  print_text (stream, "csv", file->files[CLI_FILE_NOTES]);
  print_text (stream, "chords", file->files[CLI_FILE_CHORDS]);
  print_text (stream, "musicxml", file->files[CLI_FILE_MUSICXML]);
  print_text (stream, "jianpu", file->files[CLI_FILE_JIANPU]);
  print_text (stream, "json", file->files[CLI_FILE_JSON]);
  print_text (stream, "stems", file->stems);
  print_text (stream, "key", *file->key ? file->key : NULL);
  fputs (", ", stream);
  print_figures (stream, file);
  fputc ('}', stream);
}

static CliFileStats
sum_up (const CliStats *self)
{
  CliFileStats sum = { 0 };

  for (size_t i = 0; i < self->n; i++)
    {
      const CliFileStats *file = &self->files[i];

      sum.audio_s += file->audio_s;
      for (int stage = 0; stage < CT_N_STAGES; stage++)
        sum.stage_s[stage] += file->stage_s[stage];
      sum.write_s += file->write_s;
      sum.stems_s += file->stems_s;
      sum.n_tracks += file->n_tracks;
      sum.n_notes += file->n_notes;
      sum.n_hits += file->n_hits;
    }
  sum.total_s = self->total_s;
  return sum;
}

void
cli_stats_print (const CliStats *self, FILE *stream)
{
  CliFileStats sum = sum_up (self);

  fprintf (stream, "{\"version\": \"%s\", \"processor\": ", CT_VERSION);
  print_processor (stream);
  fprintf (stream, ", \"simd\": \"%s\", \"threads\": %zu, ", ct_simd_level_name (self->simd), self->n_threads);
  print_key_number (stream, "peak_memory_mb", peak_memory_mb (), 1);
  fputs (", ", stream);
  print_figures (stream, &sum);
  fputs (", \"files\": [", stream);
  for (size_t i = 0; i < self->n; i++)
    {
      if (i > 0)
        fputs (", ", stream);
      print_file (stream, &self->files[i]);
    }
  fputs ("]}\n", stream);
}
