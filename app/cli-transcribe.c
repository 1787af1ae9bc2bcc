/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-transcribe.h"

#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli-clock.h"
#include "app/cli-input.h"
#include "app/cli-memory.h"
#include "app/cli-outputs.h"
#include "app/cli-progress.h"
#include "app/cli-recording.h"
#include "app/cli-report.h"
#include "app/cli-result.h"
#include "app/cli-stats.h"
#include "app/cli-text.h"
#include "core/audio/ct-audio-file.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-scratch-file.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/base/ct-workers.h"
#include "core/harmony/ct-harmony-finder.h"
#include "core/isolation/ct-stem-files.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/rhythm/ct-beat-tracker.h"
#include "core/rhythm/ct-quantise.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/transcribe/ct-transcriber.h"

/* A signal handler can reach nothing else. */
static atomic_bool stopped;

typedef struct
{
  const CliOptions *options;
  CliOutputs outputs;
  CtWeights *weights;    /* NULL: the built-in ones */
  CtKnownTimbres *known; /* NULL: none are looked for */
  CtTranscriber *transcriber;
  CliProgress progress;
  CliStats stats;
  bool failed;
} CliRun;

static void
stop (int number)
{
  atomic_store (&stopped, true);
}

/* The first signal ends the work in good order, the second at once. Signals that are ignored at the start stay ignored.
 */
static void
catch_signals (void)
{
  static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
  struct sigaction action = { .sa_handler = stop, .sa_flags = SA_RESTART | (int) SA_RESETHAND }, old;

  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (sigaction (numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
      sigaction (numbers[i], &action, NULL);
  /* a pipe whose reader is gone is a failed output, like a full disk */
  signal (SIGPIPE, SIG_IGN);
}

/* Reports an error below the progress bar. */
static void
report (CliRun *run, const char *name, const char *what)
{
  cli_progress_end (&run->progress);
  cli_text_error (name, what);
}

/* Reports what a recording failed by, and keeps that for the table of all. */
static void
fail (CliRun *run, CliFileStats *stats, const char *name, const char *what)
{
  report (run, name, what);
  if (name == stats->input)
    stats->problem = strdup (what);
  else if (asprintf (&stats->problem, "%s: %s", name, what) < 0)
    stats->problem = NULL;
}

static const char *
write_problem (CtStatus status)
{
  return status == CT_STATUS_NOT_FOUND ? "cannot be written: its folder does not exist" : ct_status_string (status);
}

/* Whether a file that was written for this recording is the one at @path. */
static bool
is_written (const CliFileStats *stats, const char *path)
{
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    if (stats->files[kind] && cli_outputs_same_file (stats->files[kind], path))
      return true;
  return false;
}

static CtStatus
write_results (CliRun *run,
               const CtScore *score,
               const CtAnalysis *analysis,
               const CliOutput *output,
               CliFileStats *stats)
{
  double start = cli_clock_s ();
  CtStatus status = CT_STATUS_OK;

  for (int kind = 0; kind < CLI_N_FILES && status == CT_STATUS_OK; kind++)
    {
      const char *path = output->files[kind];

      if (!path)
        continue;
      if (is_written (stats, path))
        {
          fail (run, stats, path, CLI_OUTPUTS_SAME);
          return CT_STATUS_BAD_ARGUMENT;
        }
      status = cli_result_write (run->options, score, analysis, stats->input, (CliFile) kind, path);
      if (status == CT_STATUS_OK)
        stats->files[kind] = path;
      else
        fail (run, stats, path, write_problem (status));
    }
  stats->write_s = cli_clock_s () - start;
  return status;
}

/* Reports one line of text, which it frees. */
static void
report_text (CliRun *run, const char *input, char *text)
{
  report (run, input, text ? text : ct_status_string (CT_STATUS_NO_MEMORY));
  free (text);
}

/* Says what kept a recording from being transcribed. */
static void
fail_recording (CliRun *run, CliFileStats *stats, CtStatus status, int64_t scratch_bytes)
{
  char *text = cli_recording_dup_failure (run->options, stats->path, status, scratch_bytes);

  fail (run, stats, stats->input, text ? text : ct_status_string (CT_STATUS_NO_MEMORY));
  free (text);
}

/* Says which stem could not be written. */
static void
fail_stem (CliRun *run, CliFileStats *stats, const char *folder, const char *name, CtStatus status)
{
  const char *kept = NULL;
  char *path;

  if (asprintf (&path, "%s/%s", folder, name) < 0)
    path = NULL;
  if (status == CT_STATUS_EXISTS && path)
    kept = cli_outputs_why_kept (run->options, path);
  fail (run, stats, path ? path : name,
        status != CT_STATUS_EXISTS ? write_problem (status)
        : kept                     ? kept
                                   : CLI_OUTPUTS_SAME);
  free (path);
}

/* What no stem may replace: what is read, and the other results of the recording. NULL without memory. */
static const char **
list_kept (const CliRun *run, const CliFileStats *stats, size_t *n)
{
  const CliOptions *options = run->options;
  const char **kept = malloc ((options->n_inputs + options->read.n + CLI_N_FILES + 1) * sizeof *kept);

  *n = 0;
  if (!kept)
    return NULL;
  for (size_t i = 0; i < options->n_inputs; i++)
    kept[(*n)++] = options->inputs[i];
  for (size_t i = 0; i < options->read.n; i++)
    kept[(*n)++] = options->read.names[i];
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    if (stats->files[kind])
      kept[(*n)++] = stats->files[kind];
  return kept;
}

/* Writes the stems. */
static CtStatus
write_stems (CliRun *run, const CtScore *score, const char *folder, CliFileStats *stats)
{
  double start = cli_clock_s ();
  float gain = 1;
  CtStemFailure failure;
  CtStemFilesOptions options = { .format = run->options->stem_format,
                                 .stream = stats->stream,
                                 .n_threads = run->options->n_threads,
                                 .cancelled = &stopped,
                                 .progress = cli_progress_update,
                                 .progress_data = &run->progress,
                                 .gain = &gain };
  const char **kept = list_kept (run, stats, &options.n_kept);
  CtStatus status;

  options.kept = kept;
  failure.what = CT_STEM_FAILED_FOLDER;
  status = kept ? ct_stem_files_write (stats->path, score, folder, &options, &failure) : CT_STATUS_NO_MEMORY;
  free (kept);
  stats->stems_s = cli_clock_s () - start;
  if (status == CT_STATUS_OK)
    stats->stems = folder;
  else if (failure.what == CT_STEM_FAILED_FILE)
    fail_stem (run, stats, folder, failure.name, status);
  else if (failure.what == CT_STEM_FAILED_FOLDER)
    fail (run, stats, folder, write_problem (status));
  else
    fail_recording (run, stats, status, failure.scratch_bytes);
  if (status == CT_STATUS_OK && gain < 1 && !run->options->quiet)
    report_text (run, stats->input, cli_recording_dup_gain (gain));
  return status;
}

/* Refuses to overwrite a recording, or what else is read. */
static CtStatus
check_output (CliRun *run, const CliOutput *output, CliFileStats *stats)
{
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    {
      const char *problem = output->files[kind] ? cli_outputs_why_kept (run->options, output->files[kind]) : NULL;

      if (problem)
        {
          fail (run, stats, output->files[kind], problem);
          return CT_STATUS_BAD_ARGUMENT;
        }
    }
  return CT_STATUS_OK;
}

static void
say_done (CliRun *run, const CliFileStats *stats)
{
  const char *before = "";

  cli_progress_end (&run->progress);
  if (run->options->quiet)
    return;
  cli_text_print (stderr, stats->input);
  fputs (" -> ", stderr);
  for (int kind = 0; kind <= CLI_N_FILES; kind++)
    {
      const char *path = kind < CLI_N_FILES ? stats->files[kind] : stats->stems;

      if (!path)
        continue;
      fputs (before, stderr);
      cli_text_print (stderr, kind < CLI_N_FILES && cli_outputs_is_stream (path) ? CLI_OUTPUTS_STREAM : path);
      before = ", ";
    }
  fprintf (stderr, " (%zu track%s, %zu note%s", stats->n_tracks, stats->n_tracks == 1 ? "" : "s", stats->n_notes,
           stats->n_notes == 1 ? "" : "s");
  if (stats->n_hits > 0)
    fprintf (stderr, ", %zu drum hit%s", stats->n_hits, stats->n_hits == 1 ? "" : "s");
  fprintf (stderr, "%s%s)\n", *stats->key ? ", " : "", stats->key);
}

/* Without beats, but with a tempo that is known, bars begin with the first note. */
static CtStatus
assume_tempo (CtScore *score, double bpm)
{
  double start_s = INFINITY;

  for (size_t i = 0; i < score->notes.n; i++)
    if (!score->notes.notes[i].uncertain)
      start_s = fmin (start_s, score->notes.notes[i].onset_s);
  return ct_tempo_map_new_steady (bpm, isfinite (start_s) ? start_s : 0, 4, 4, &score->tempo_map);
}

static CtStatus
find_beats (CliRun *run, const CliFileStats *stats, const CtAnalysis *analysis, CtScore *score)
{
  CtBeatOptions options = { .bpm = run->options->tempo };
  CtStatus status;

  if (!run->options->beats)
    return CT_STATUS_OK;
  status = ct_transcriber_find_beats (run->transcriber, analysis, &options, score);
  if (status == CT_STATUS_OK && !score->tempo_map && options.bpm > 0)
    status = assume_tempo (score, options.bpm);
  if (status == CT_STATUS_OK && !score->tempo_map && !run->options->quiet)
    report (run, stats->input, "no beats found");
  return status;
}

/* The key that holds for the longest time, by name. */
static void
name_key (const CtScore *score, char *name)
{
  const CtHarmony *harmony = &score->harmony;
  double end_s = 0, longest_s = -1, total_s[2 * CT_KEY_MAX_FIFTHS + 1][2] = { 0 };

  for (size_t i = 0; i < score->notes.n; i++)
    end_s = fmax (end_s, score->notes.notes[i].offset_s);
  for (size_t i = 0; i < harmony->n_keys; i++)
    {
      const CtKey *key = &harmony->keys[i].key;
      double *total = &total_s[key->fifths + CT_KEY_MAX_FIFTHS][key->minor];

      *total += (i + 1 < harmony->n_keys ? harmony->keys[i + 1].time_s : end_s) - harmony->keys[i].time_s;
      if (*total > longest_s)
        {
          longest_s = *total;
          ct_key_name (key, CT_ACCIDENTAL_ASCII, name);
        }
    }
}

/* Finds keys and chords, where one of them is asked for or something is named by them. */
static CtStatus
find_harmony (const CliRun *run, CtScore *score, CliFileStats *stats)
{
  const char *const *files = run->options->files;
  CtKeyChange given = { .key = run->options->key, .fixed = true };
  CtHarmony fixed = { .keys = &given, .n_keys = run->options->key_mode == CLI_KEY_GIVEN }, found;
  CtStatus status;

  if (run->options->key_mode == CLI_KEY_NONE && !run->options->note_names && !files[CLI_FILE_CHORDS]
      && !files[CLI_FILE_MUSICXML] && !files[CLI_FILE_JIANPU])
    return CT_STATUS_OK;
  status = ct_harmony_find (score->notes.notes, score->notes.n, score->tempo_map, &fixed, &found);
  if (status != CT_STATUS_OK)
    return status;
  score->harmony = found;
  name_key (score, stats->key);
  return CT_STATUS_OK;
}

/* Puts notes and hits on the grid. The stems need the notes as they were heard: these are in @heard. */
static CtStatus
quantise (const CliRun *run, CtScore *score, CtNotes *heard)
{
  CtStatus status = CT_STATUS_OK;

  for (size_t i = 0; i < score->notes.n && status == CT_STATUS_OK; i++)
    status = ct_notes_append (heard, &score->notes.notes[i]);
  return status == CT_STATUS_OK ? ct_quantise_score (score, &run->options->quantise) : status;
}

/* Writes tables and MIDI files, with notes on a grid where that was asked for. */
static CtStatus
write_notes (CliRun *run, CtScore *score, const CtAnalysis *analysis, const CliOutput *output, CliFileStats *stats)
{
  CtNotes heard = { 0 };
  CtStatus status = CT_STATUS_OK;

  if (run->options->quantised && score->tempo_map)
    {
      status = quantise (run, score, &heard);
      if (status != CT_STATUS_OK)
        fail (run, stats, stats->input, ct_status_string (status));
    }
  if (status == CT_STATUS_OK)
    status = write_results (run, score, analysis, output, stats);
  if (heard.n > 0 && heard.n == score->notes.n)
    {
      ct_notes_clear (&score->notes);
      score->notes = heard;
    }
  else
    ct_notes_clear (&heard);
  return status;
}

/* Where a warning comes from. */
typedef struct
{
  CliRun *run;
  const char *input;
} Warned;

static void
report_warning (void *data, char *text)
{
  const Warned *warned = data;

  report_text (warned->run, warned->input, text);
}

/* From the recording to a score; reports errors. */
static CtStatus
make_score (CliRun *run, CliFileStats *stats, CtAnalysis **analysis, CtScore **score)
{
  CtStatus status = ct_transcriber_analyse (run->transcriber, stats->path, &run->options->span, analysis);

  if (status == CT_STATUS_OK)
    {
      stats->audio_s = (*analysis)->duration_s;
      stats->stream = (*analysis)->stream;
      cli_recording_warn (run->options, *analysis, report_warning, &(Warned){ run, stats->input });
      status = ct_transcriber_score (run->transcriber, *analysis, &run->options->engine, score);
    }
  if (status == CT_STATUS_OK)
    status = cli_memory_recognise (run->known, run->transcriber, *analysis, *score);
  if (status == CT_STATUS_OK && !run->options->no_percussion)
    status = ct_transcriber_find_hits (run->transcriber, *analysis, &(*score)->percussion);
  if (status == CT_STATUS_OK)
    status = find_beats (run, stats, *analysis, *score);
  if (status == CT_STATUS_OK)
    status = find_harmony (run, *score, stats);
  if (status == CT_STATUS_OK && atomic_load (&stopped))
    status = CT_STATUS_CANCELLED;
  if (status != CT_STATUS_OK)
    fail_recording (run, stats, status, 0);
  return status;
}

static CtStatus
transcribe (CliRun *run, const CliOutput *output, CliFileStats *stats)
{
  CtAnalysis *analysis = NULL;
  CtScore *score = NULL;
  CtStatus status = check_output (run, output, stats);

  if (status == CT_STATUS_OK)
    status = make_score (run, stats, &analysis, &score);
  if (status == CT_STATUS_OK)
    {
      stats->n_tracks = score->n_tracks;
      stats->n_notes = ct_score_count (score, -1);
      stats->n_hits = score->percussion.n_hits;
      status = write_notes (run, score, analysis, output, stats);
      if (status == CT_STATUS_OK && output->stems)
        status = write_stems (run, score, output->stems, stats);
    }
  if (status == CT_STATUS_OK)
    {
      say_done (run, stats);
      if (!run->options->quiet)
        cli_memory_say_recognised (stats->input, score);
    }
  ct_score_free (score);
  ct_analysis_free (analysis);
  return status;
}

static void
transcribe_measured (CliRun *run, size_t i)
{
  CliFileStats *stats = &run->stats.files[run->stats.n++];
  CtScratchPlaces scratch = { 0 };
  CliInput input;
  char *folder;
  double start = cli_clock_s ();

  stats->input = run->options->inputs[i];
  if (run->options->resume && cli_outputs_are_done (&run->outputs.outputs[i], stats->input, run->options->stem_format))
    {
      stats->done_before = true;
      return;
    }
  for (int stage = 0; stage < CT_N_STAGES; stage++)
    stats->stage_s[stage] = -ct_transcriber_stage_seconds (run->transcriber, (CtStage) stage);
  cli_progress_begin (&run->progress, stats->input, i + 1, run->options->n_inputs);
  scratch.folders[1] = folder = cli_outputs_dup_folder (&run->outputs.outputs[i]);
  stats->status = cli_input_open (&input, stats->input, &run->options->raw, &scratch, &stopped);
  stats->path = input.path;
  if (stats->status == CT_STATUS_OK)
    stats->status = transcribe (run, &run->outputs.outputs[i], stats);
  else
    fail_recording (run, stats, stats->status, 0);
  cli_input_close (&input);
  free (folder);
  stats->path = NULL;
  cli_progress_end (&run->progress);
  if (stats->status != CT_STATUS_OK)
    run->failed = true;
  for (int stage = 0; stage < CT_N_STAGES; stage++)
    stats->stage_s[stage] += ct_transcriber_stage_seconds (run->transcriber, (CtStage) stage);
  stats->total_s = cli_clock_s () - start;
}

/* Reports an error. */
static CtStatus
make_transcriber (CliRun *run)
{
  const CliOptions *options = run->options;
  CtStatus status = CT_STATUS_OK;

  if (options->weights)
    status = ct_weights_new_from_file (options->weights, &run->weights);
  if (status == CT_STATUS_OK)
    status = ct_transcriber_new (options->n_threads, run->weights, ct_simd_best_level (), &run->transcriber);
  if (status == CT_STATUS_OK)
    {
      run->stats.files = calloc (options->n_inputs, sizeof *run->stats.files);
      status = run->stats.files ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
    }
  if (status != CT_STATUS_OK)
    {
      cli_text_error (options->weights, ct_status_string (status));
      return status;
    }
  ct_transcriber_set_cancelled (run->transcriber, &stopped);
  ct_transcriber_set_progress (run->transcriber, cli_progress_update, &run->progress);
  ct_transcriber_set_stream (run->transcriber, options->stream);
  ct_transcriber_set_known (run->transcriber, run->known);
  return CT_STATUS_OK;
}

static void
print_stats (CliRun *run, double start)
{
  run->stats.total_s = cli_clock_s () - start;
  run->stats.simd = ct_transcriber_simd_level (run->transcriber);
  run->stats.n_threads = run->options->n_threads ? run->options->n_threads : ct_workers_default_threads ();
  cli_stats_print (&run->stats, stdout);
}

/* Says what became of the recordings; false where that cannot be written. */
static bool
report_all (CliRun *run)
{
  const char *path = run->options->report;
  CtStatus status = path ? cli_report_write (&run->stats, path) : CT_STATUS_OK;

  if (status != CT_STATUS_OK)
    cli_text_error (path, write_problem (status));
  if (!run->options->quiet && run->stats.n > 1 && !atomic_load (&stopped))
    cli_report_sum_up (&run->stats);
  return status == CT_STATUS_OK;
}

/* The recordings of the part that is asked for. */
static void
transcribe_all (CliRun *run)
{
  const CliOptions *options = run->options;

  for (size_t i = options->part; i < options->n_inputs && !atomic_load (&stopped); i += options->n_parts)
    transcribe_measured (run, i);
}

int
cli_transcribe_run (const CliOptions *options)
{
  CliRun run = { .options = options };
  double start = cli_clock_s ();
  int exit_status = cli_outputs_plan (&run.outputs, options);

  if (exit_status == CLI_EXIT_DONE
      && (cli_memory_load (options, &run.known) != CT_STATUS_OK || make_transcriber (&run) != CT_STATUS_OK))
    exit_status = CLI_EXIT_FAILED;
  if (exit_status == CLI_EXIT_DONE)
    {
      catch_signals ();
      if (options->quiet)
        cli_text_silence_libraries ();
      cli_outputs_clean (&run.outputs);
      cli_progress_init (&run.progress, options->quiet);
      transcribe_all (&run);
      run.failed = !report_all (&run) || run.failed;
      if (options->stats)
        print_stats (&run, start);
      exit_status = run.failed ? CLI_EXIT_FAILED : CLI_EXIT_DONE;
      if (atomic_load (&stopped))
        exit_status = CLI_EXIT_STOPPED;
    }
  cli_stats_clear (&run.stats);
  ct_transcriber_free (run.transcriber);
  ct_known_timbres_free (run.known);
  ct_weights_free (run.weights);
  cli_outputs_clear (&run.outputs);
  return exit_status;
}
