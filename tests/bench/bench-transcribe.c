/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a recording to separated notes: seconds by stage, peak memory and the kernels' speed, for 30, 300 and 3,000 s of
 * stereo FLAC at 44.1 kHz made by repeating the demo recording. Every run is a process of its own.
 *
 *   bench-transcribe DEMO.flac [REFERENCE_FOLDER ONNXRUNTIME_FOLDER]
 *
 * With the folder of the reference networks (reference_notes.onnx, infer.mjs) and one in which onnxruntime-node is
 * installed, the reference's note network runs over the 300 s recording too. */
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-workers.h"
#include "core/midi/ct-midi-file.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/notes/ct-note-decoder.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/bench-recording.h"

#define RUNS 5

/* One whole run, in a child process whose peak memory is then known: figures go through @fd. */
typedef struct
{
  double wall_s, stages_s[CT_N_STAGES], peak_mb;
  int notes, tracks;
} Run;

static void
transcribe (const char *path, const char *midi, int fd)
{
  Run run = { 0 };
  CtTranscriberOptions options;
  CtTranscriber *transcriber;
  CtAnalysis *analysis;
  CtScore *score;
  struct rusage usage;
  gint64 start_us = g_get_monotonic_time ();

  ct_transcriber_options_init (&options);
  options.notes.uncertain_threshold = 1.0f;
  if (ct_transcriber_new (0, NULL, ct_simd_best_level (), &transcriber)
      || ct_transcriber_analyse (transcriber, path, &(CtTimeSpan){ 0, INFINITY }, &analysis)
      || ct_transcriber_score (transcriber, analysis, &options, &score)
      || ct_midi_file_write (score, NULL, 0, &(CtMidiFileOptions){ 0 }, midi))
    _exit (1);
  run.wall_s = 1e-6 * (double) (g_get_monotonic_time () - start_us);
  for (int i = 0; i < CT_N_STAGES; i++)
    run.stages_s[i] = ct_transcriber_stage_seconds (transcriber, i);
  run.notes = (int) ct_score_count (score, -1);
  run.tracks = (int) score->n_tracks;
  getrusage (RUSAGE_SELF, &usage);
  run.peak_mb = (double) usage.ru_maxrss / 1024;
  _exit (write (fd, &run, sizeof run) == sizeof run ? 0 : 1);
}

static Run
run_apart (const char *path, const char *midi)
{
  Run run;
  int pipes[2], status;
  pid_t child;

  g_assert_cmpint (pipe (pipes), ==, 0);
  fflush (stdout);
  child = fork ();
  if (child == 0)
    transcribe (path, midi, pipes[1]);
  close (pipes[1]);
  g_assert_cmpint (read (pipes[0], &run, sizeof run), ==, sizeof run);
  close (pipes[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return run;
}

static int
compare_runs (const void *a, const void *b)
{
  double x = ((const Run *) a)->wall_s, y = ((const Run *) b)->wall_s;

  return x < y ? -1 : x > y;
}

static size_t
count_macs (void)
{
  CtWeights *weights;
  CtAcousticModel *model;
  size_t macs;

  g_assert_cmpint (ct_weights_new_builtin (&weights), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_acoustic_model_new (weights, CT_SIMD_SCALAR, &model), ==, CT_STATUS_OK);
  macs = ct_acoustic_model_macs (model);
  ct_acoustic_model_free (model);
  ct_weights_free (weights);
  return macs;
}

static double
measure (const char *demo, const char *folder, int seconds, int runs)
{
  g_autofree char *path = g_strdup_printf ("%s/%d.flac", folder, seconds);
  g_autofree char *midi = g_strdup_printf ("%s/out.mid", folder);
  Run all[RUNS], *median = &all[runs / 2];
  double gmac;

  bench_recording_make (demo, path, seconds);
  for (int i = 0; i < runs; i++)
    all[i] = run_apart (path, midi);
  qsort (all, runs, sizeof *all, compare_runs);
  gmac = 1e-9 * (double) count_macs () * seconds * CT_CQT_FRAME_RATE_HZ;
  printf ("%4d s: %.3f s wall (median of %d), %.0f MB peak, %d notes, %d tracks;", seconds, median->wall_s, runs,
          median->peak_mb, median->notes, median->tracks);
  for (int i = 0; i < CT_N_STAGES; i++)
    printf (" %s %.3f", ct_stage_name (i), median->stages_s[i]);
  printf ("; network %.1f GMAC/s over %zu threads\n", gmac / median->stages_s[CT_STAGE_NETWORK],
          ct_workers_default_threads ());
  return median->wall_s;
}

/* Seconds that the reference's note network takes over the 300 s recording; below 0 where it cannot run. */
static void
measure_reference (const char *folder, const char *reference, const char *onnxruntime, double ours_s)
{
  g_autofree char *command = g_strdup_printf (
      "cd '%s' && sox '%s/300.flac' -r 44100 -c 1 -t f32 '%s/in.f32' && node '%s/infer.mjs' '%s/reference_notes.onnx' "
      "'%s/in.f32' - %zu | sed 's/.*\"inference_s\":\\([0-9.]*\\).*/\\1/'",
      onnxruntime, folder, folder, reference, reference, folder, ct_workers_default_threads ());
  FILE *pipe = popen (command, "r");
  double seconds;

  if (pipe && fscanf (pipe, "%lf", &seconds) == 1)
    printf ("reference note network alone, 300 s: %.3f s; ours, everything, takes %.3f of it\n", seconds,
            ours_s / seconds);
  else
    printf ("reference network: not measured (it did not run)\n");
  if (pipe)
    pclose (pipe);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-bench-XXXXXX", NULL);
  g_autofree char *remove = g_strdup_printf ("rm -r '%s'", folder);
  double ours_s;

  if (argc != 2 && argc != 4)
    return 2;
  printf ("SIMD level %s\n", ct_simd_level_name (ct_simd_best_level ()));
  measure (argv[1], folder, 30, RUNS);
  ours_s = measure (argv[1], folder, 300, RUNS);
  measure (argv[1], folder, 3000, 1);
  if (argc == 4)
    measure_reference (folder, argv[2], argv[3], ours_s);
  else
    printf ("reference network: not measured (its folder was not given)\n");
  return system (remove) == 0 ? 0 : 1;
}
