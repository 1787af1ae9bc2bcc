/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Isolated tracks: how long 4 stems of 300 s of stereo at 44.1 kHz take and how much memory, and how well mixes of
 * known stems are taken apart.
 *
 *   bench-stems DEMO.flac DEMO-NOTES.csv [SAMPLES_FOLDER [MIXES]]
 *
 * With a folder of single notes (index.csv with the columns file, instrument, family, midi, ..., use) mixes of two to
 * four instruments are made, isolated with their true notes, and judged by SI-SDR (J. Le Roux et al. 2019) beside the
 * mixture itself and the mask that the true stems give (the oracle: power ratios over the same transform). */
#include <glib.h>
#include <math.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-workers.h"
#include "core/isolation/ct-track-isolation.h"
#include "core/network/ct-simd.h"
#include "core/transform/ct-stft-private.h"

#define RATE_HZ 44100
#define SPEED_S 300
#define RUNS 3
#define MIX_RATE_HZ 22050
#define MIX_S 20
#define MIX_FRAMES ((gsize) MIX_S * MIX_RATE_HZ)
#define MAX_STEMS 4

static float *
read_sound (const char *path, SF_INFO *info)
{
  SNDFILE *file;
  float *sound;

  *info = (SF_INFO){ 0 };
  file = sf_open (path, SFM_READ, info);
  if (!file)
    return NULL;
  sound = g_new (float, info->frames * info->channels);
  info->frames = sf_readf_float (file, sound, info->frames);
  sf_close (file);
  return sound;
}

static void
write_sound (const char *path, int format, int rate_hz, int channels, const float *sound, gsize n)
{
  SF_INFO info = { .samplerate = rate_hz, .channels = channels, .format = format };
  SNDFILE *file = sf_open (path, SFM_WRITE, &info);

  g_assert_nonnull (file);
  g_assert_cmpint (sf_writef_float (file, sound, (sf_count_t) n), ==, (sf_count_t) n);
  sf_close (file);
}

/* ---- speed ---- */

/* The demo's notes again and again, its first voice dealt out to two tracks. */
static GArray *
repeat_notes (const char *csv, double period_s)
{
  g_autofree char *text = NULL;
  GArray *notes = g_array_new (FALSE, FALSE, sizeof (CtNote));

  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  for (double start = 0; start < SPEED_S; start += period_s)
    {
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      for (int i = 1; lines[i] && *lines[i]; i++)
        {
          g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);
          CtNote note = { .onset_s = start + g_ascii_strtod (fields[0], NULL),
                          .offset_s = start + g_ascii_strtod (fields[1], NULL),
                          .midi = (guint8) atoi (fields[2]),
                          .track = (gint16) (atoi (fields[3]) - 1),
                          .confidence = 1,
                          .velocity = 80 };

          if (note.track == 0 && i % 2)
            note.track = 3;
          g_array_append_val (notes, note);
        }
    }
  return notes;
}

typedef struct
{
  double seconds, processor_s, first_s, peak_mb;
} SpeedRun;

/* Isolates all of it in a process of its own. */
static void
isolate_all (const char *path, const GArray *notes, int fd)
{
  gint64 start = g_get_monotonic_time ();
  SpeedRun run = { 0 };
  CtSoundReader *reader;
  CtTrackIsolation *isolation;
  CtIsolatedBlock out[256];
  size_t blocks[256];
  double sum = 0;
  struct rusage usage;

  if (ct_sound_reader_new (path, 0, NULL, &reader) || ct_track_isolation_new (reader, 0, &isolation)
      || ct_track_isolation_set_notes (isolation, (const CtNote *) notes->data, notes->len))
    _exit (1);
  for (size_t b = 0; b < ct_track_isolation_n_blocks (isolation);)
    {
      size_t n = 0;

      while (n < ct_track_isolation_batch (isolation) && b < ct_track_isolation_n_blocks (isolation))
        blocks[n++] = b++;
      if (ct_track_isolation_make (isolation, blocks, n, NULL, out))
        _exit (1);
      for (size_t i = 0; i < n; i++)
        sum += (double) out[i].stems[0][1000];
      if (run.first_s == 0)
        run.first_s = 1e-6 * (double) (g_get_monotonic_time () - start);
    }
  run.seconds = 1e-6 * (double) (g_get_monotonic_time () - start);
  getrusage (RUSAGE_SELF, &usage);
  run.processor_s = (double) usage.ru_utime.tv_sec + (double) usage.ru_stime.tv_sec
                    + 1e-6 * (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  run.peak_mb = (double) usage.ru_maxrss / 1024;
  _exit (isfinite (sum) && write (fd, &run, sizeof run) == sizeof run ? 0 : 1);
}

static void
measure_speed (const char *demo, const char *csv, const char *folder)
{
  SF_INFO info;
  g_autofree float *sound = read_sound (demo, &info);
  gsize n = (gsize) SPEED_S * RATE_HZ;
  g_autofree float *all = g_new (float, 2 * n);
  g_autofree char *path = g_build_filename (folder, "speed.flac", NULL);
  g_autoptr (GArray) notes = repeat_notes (csv, (double) info.frames / info.samplerate);
  SpeedRun best = { .seconds = INFINITY };

  for (gsize i = 0; i < n; i++)
    for (int c = 0; c < 2; c++)
      all[2 * i + c] = sound[(sf_count_t) (i * (gsize) info.samplerate / RATE_HZ) % info.frames * info.channels
                             + c % info.channels];
  write_sound (path, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, RATE_HZ, 2, all, n);
  for (int i = 0; i < RUNS; i++)
    {
      SpeedRun run;
      int pipes[2], status;
      pid_t child;

      g_assert_cmpint (pipe (pipes), ==, 0);
      fflush (stdout);
      child = fork ();
      if (child == 0)
        {
          g_clear_pointer (&all, g_free);
          isolate_all (path, notes, pipes[1]);
        }
      g_assert_cmpint (read (pipes[0], &run, sizeof run), ==, sizeof run);
      close (pipes[0]);
      close (pipes[1]);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      printf ("4 stems of %d s: %.2f s on %zu threads, %.2f s of processor time, the first block after %.3f s, %.0f MB "
              "at its peak\n",
              SPEED_S, run.seconds, ct_workers_default_threads (), run.processor_s, run.first_s, run.peak_mb);
      if (run.seconds < best.seconds)
        best = run;
    }
  printf ("best of %d: %.2f s (to reach: 3 s and 300 MB)\n", RUNS, best.seconds);
}

/* ---- quality ---- */

typedef struct
{
  char *path, *instrument, *family;
  int midi;
} Sample;

static GPtrArray *
read_index (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "index.csv", NULL), *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *samples = g_ptr_array_new ();

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (int i = 1; lines[i] && *lines[i]; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);
      Sample *sample = g_new0 (Sample, 1);

      sample->path = g_build_filename (folder, fields[0], NULL);
      sample->instrument = g_strdup (fields[1]);
      sample->family = g_strdup (fields[2]);
      sample->midi = atoi (fields[3]);
      g_ptr_array_add (samples, sample);
    }
  return samples;
}

static GPtrArray *
samples_of (const GPtrArray *all, const char *instrument)
{
  GPtrArray *some = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      Sample *sample = all->pdata[i];

      if (strcmp (sample->instrument, instrument) == 0 && sample->midi >= CT_MIDI_LOW && sample->midi <= CT_MIDI_HIGH)
        g_ptr_array_add (some, sample);
    }
  return some;
}

/* Plays a line of single notes and double stops on @stem, mono. */
static void
play_line (GRand *rand, const GPtrArray *samples, int track, float *stem, GArray *notes)
{
  double time = g_rand_double_range (rand, 0, 0.5), energy = 0;

  while (time < MIX_S - 2)
    {
      double length = g_rand_double_range (rand, 0.25, 1.2);
      int n_at_once = g_rand_int_range (rand, 0, 4) == 0 ? 2 : 1;

      for (int i = 0; i < n_at_once; i++)
        {
          const Sample *sample = samples->pdata[g_rand_int_range (rand, 0, (gint32) samples->len)];
          SF_INFO info;
          g_autofree float *sound = read_sound (sample->path, &info);
          gsize at = (gsize) (time * MIX_RATE_HZ), n, fade = MIX_RATE_HZ / 20;
          CtNote note = { .onset_s = time + 0.02,
                          .midi = (guint8) sample->midi,
                          .track = (gint16) track,
                          .confidence = 1,
                          .velocity = 80 };

          n = MIN ((gsize) (length * MIX_RATE_HZ), (gsize) info.frames);
          for (gsize f = 0; f < n && at + f < MIX_FRAMES; f++)
            stem[at + f] += sound[f] * (float) MIN (1.0, (double) (n - f) / (double) fade);
          note.offset_s = time + (double) n / MIX_RATE_HZ;
          g_array_append_val (notes, note);
        }
      time += length + (g_rand_int_range (rand, 0, 3) ? 0 : g_rand_double_range (rand, 0, 0.4));
    }
  for (gsize f = 0; f < MIX_FRAMES; f++)
    energy += (double) stem[f] * (double) stem[f];
  for (gsize f = 0; f < MIX_FRAMES; f++)
    stem[f] *= (float) (0.1 * pow (10, g_rand_double_range (rand, -0.15, 0.15) * 0) / sqrt (energy / MIX_FRAMES));
}

static double
si_sdr (const float *truth, const float *estimate, gsize n)
{
  double cross = 0, power = 0, error = 0, alpha;

  for (gsize i = 0; i < n; i++)
    {
      cross += (double) truth[i] * (double) estimate[i];
      power += (double) truth[i] * (double) truth[i];
    }
  alpha = cross / power;
  for (gsize i = 0; i < n; i++)
    error += pow (alpha * (double) truth[i] - (double) estimate[i], 2);
  return 10 * log10 (alpha * alpha * power / (error + 1e-20));
}

/* What the masks of the true stems' powers make of the mix. */
static void
isolate_by_oracle (float *const *truth, int n_stems, const float *mix, float **out)
{
  CtStft stft;
  float *scratch, *mixed, *spectra[MAX_STEMS];

  g_assert_cmpint (ct_stft_init (&stft, MIX_RATE_HZ), ==, CT_STATUS_OK);
  scratch = ct_stft_alloc_real (&stft);
  mixed = ct_stft_alloc_complex (&stft);
  for (int s = 0; s < n_stems; s++)
    spectra[s] = ct_stft_alloc_complex (&stft);
  for (gsize at = 0; at + stft.size < MIX_FRAMES; at += stft.hop)
    {
      for (int s = 0; s < n_stems; s++)
        ct_stft_forward (&stft, truth[s] + at, 1, scratch, spectra[s]);
      ct_stft_forward (&stft, mix + at, 1, scratch, mixed);
      for (gsize k = 0; k < stft.n_bins; k++)
        {
          float power[MAX_STEMS], sum = 1e-20f;

          for (int s = 0; s < n_stems; s++)
            {
              power[s] = spectra[s][2 * k] * spectra[s][2 * k] + spectra[s][2 * k + 1] * spectra[s][2 * k + 1];
              sum += power[s];
            }
          for (int s = 0; s < n_stems; s++)
            {
              spectra[s][2 * k] = mixed[2 * k] * power[s] / sum;
              spectra[s][2 * k + 1] = mixed[2 * k + 1] * power[s] / sum;
            }
        }
      for (int s = 0; s < n_stems; s++)
        ct_stft_add_backward (&stft, spectra[s], scratch, out[s] + at, 1);
    }
  for (int s = 0; s < n_stems; s++)
    free (spectra[s]);
  free (mixed);
  free (scratch);
  ct_stft_clear (&stft);
}

static void
isolate_by_notes (const char *path, const GArray *notes, float **out)
{
  CtSoundReader *reader;
  CtTrackIsolation *isolation;
  CtIsolatedBlock blocks[1];

  g_assert_cmpint (ct_sound_reader_new (path, 0, NULL, &reader), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_track_isolation_new (reader, 1, &isolation), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_track_isolation_set_notes (isolation, (const CtNote *) notes->data, notes->len), ==,
                   CT_STATUS_OK);
  for (size_t b = 0; b < ct_track_isolation_n_blocks (isolation); b++)
    {
      g_assert_cmpint (ct_track_isolation_make (isolation, &b, 1, NULL, blocks), ==, CT_STATUS_OK);
      for (size_t s = 0; s < blocks->n_stems; s++)
        memcpy (out[blocks->tracks[s]] + b * ct_track_isolation_block_frames (isolation), blocks->stems[s],
                blocks->n_frames * sizeof (float));
    }
  ct_track_isolation_free (isolation);
  ct_sound_reader_free (reader);
}

typedef struct
{
  double mixture, ours, oracle;
  int n;
} Score;

static void
measure_mix (GRand *rand,
             const GPtrArray *samples,
             const GPtrArray *instruments,
             int n_stems,
             const char *folder,
             Score *score)
{
  float *truth[MAX_STEMS], *ours[MAX_STEMS], *oracle[MAX_STEMS];
  g_autofree float *mix = g_new0 (float, MIX_FRAMES);
  g_autofree char *path = g_build_filename (folder, "mix.wav", NULL);
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (CtNote));
  const char *chosen[MAX_STEMS];

  for (int s = 0; s < n_stems; s++)
    {
      g_autoptr (GPtrArray) some = NULL;
      bool again;

      do
        {
          chosen[s] = instruments->pdata[g_rand_int_range (rand, 0, (gint32) instruments->len)];
          again = false;
          for (int i = 0; i < s; i++)
            again = again || chosen[i] == chosen[s];
        }
      while (again);
      some = samples_of (samples, chosen[s]);
      truth[s] = g_new0 (float, MIX_FRAMES);
      ours[s] = g_new0 (float, MIX_FRAMES + 1);
      oracle[s] = g_new0 (float, MIX_FRAMES);
      play_line (rand, some, s, truth[s], notes);
      for (gsize f = 0; f < MIX_FRAMES; f++)
        mix[f] += truth[s][f];
    }
  write_sound (path, SF_FORMAT_WAV | SF_FORMAT_FLOAT, MIX_RATE_HZ, 1, mix, MIX_FRAMES);
  isolate_by_notes (path, notes, ours);
  isolate_by_oracle (truth, n_stems, mix, oracle);
  for (int s = 0; s < n_stems; s++)
    {
      score->mixture += si_sdr (truth[s], mix, MIX_FRAMES);
      score->ours += si_sdr (truth[s], ours[s], MIX_FRAMES);
      score->oracle += si_sdr (truth[s], oracle[s], MIX_FRAMES);
      score->n++;
      g_free (truth[s]);
      g_free (ours[s]);
      g_free (oracle[s]);
    }
}

static void
measure_quality (const char *samples_folder, int n_mixes, const char *folder)
{
  g_autoptr (GPtrArray) samples = read_index (samples_folder);
  g_autoptr (GPtrArray) instruments = g_ptr_array_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < samples->len; i++)
    {
      Sample *sample = samples->pdata[i];

      if (!g_ptr_array_find_with_equal_func (instruments, sample->instrument, g_str_equal, NULL))
        g_ptr_array_add (instruments, sample->instrument);
    }
  printf ("SI-SDR in dB, means over the stems of %d mixes each; true notes are given\n", n_mixes);
  printf ("instruments  mixture  isolated  oracle\n");
  for (int n = 2; n <= MAX_STEMS; n++)
    {
      Score score = { 0 };

      for (int i = 0; i < n_mixes; i++)
        measure_mix (rand, samples, instruments, n, folder, &score);
      printf ("%11d  %7.2f  %8.2f  %6.2f\n", n, score.mixture / score.n, score.ours / score.n, score.oracle / score.n);
      fflush (stdout);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-bench-XXXXXX", NULL);
  g_autofree char *remove = g_strdup_printf ("rm -r '%s'", folder);

  if (argc < 3)
    return 2;
  printf ("SIMD level %s\n", ct_simd_level_name (ct_simd_best_level ()));
  measure_speed (argv[1], argv[2], folder);
  if (argc > 3)
    measure_quality (argv[3], argc > 4 ? atoi (argv[4]) : 20, folder);
  else
    printf ("quality: not measured (no folder of samples was given)\n");
  return system (remove) == 0 ? 0 : 1;
}
