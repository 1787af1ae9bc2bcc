/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How steadily the player plays: 8 tracks, some of them isolated and some synthesised, at half speed with buffers of
 * 128 frames, through a PulseAudio with a null sink that is started here. Starved callbacks, PortAudio's underflows,
 * gaps in what was recorded, and the time a callback takes.
 *
 *   bench-player [SECONDS [COMMAND...]]
 *
 * COMMAND is run over and over beside it: the benchmark of the canvas, which scrolls as fast as it can. */
#include <gio/gio.h>
#include <math.h>
#include <signal.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-player.h"
#include "tests/support/test-audio.h"
#include "tests/support/test-sound.h"

#define RATE 48000
#define N_TRACKS 8
#define SONG_S 120

/* A recording in which eight instruments of two partials play scales, and its notes. */
static char *
write_song (GArray *notes)
{
  gsize n = (gsize) SONG_S * RATE;
  g_autofree float *sound = g_new0 (float, 2 * n);

  for (int t = 0; t < N_TRACKS; t++)
    for (int i = 0; i < 2 * SONG_S - 2; i++)
      {
        CtNote note = {
          0.5 * i + 0.02 * t, 0.5 * i + 0.02 * t + 0.45, 1, (gint16) t, (guint8) (40 + 6 * t + i * 5 % 7), 90, false
        };
        double hz = 440 * pow (2, (note.midi - 69) / 12.0);

        for (gsize k = 0; k < 0.45 * RATE; k++)
          {
            double at = (double) k / RATE, edge = CLAMP (MIN (at, 0.45 - at) / 0.01, 0, 1);
            gsize frame = (gsize) (note.onset_s * RATE) + k;

            for (int c = 0; c < 2; c++)
              sound[2 * frame + (gsize) c] += (float) (0.05 * edge
                                                       * (sin (2 * G_PI * hz * at)
                                                          + 0.4 * sin (2 * G_PI * (2 + t % 3) * hz * at)));
          }
        g_array_append_val (notes, note);
      }
  return test_sound_write ("song.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, RATE, 2, sound, n);
}

/* Gaps of 5 ms and more of silence inside what was recorded. */
static int
count_gaps (const char *path)
{
  gsize n, first = G_MAXSIZE, last = 0, silent = 0;
  g_autofree float *samples = test_audio_read_raw (path, &n);
  int gaps = 0;

  for (gsize i = 0; i < n; i++)
    if (fabsf (samples[2 * i]) > 1e-3f)
      {
        first = MIN (first, i);
        last = i;
      }
  for (gsize i = first; i < last; i++)
    {
      silent = samples[2 * i] == 0 && samples[2 * i + 1] == 0 ? silent + 1 : 0;
      gaps += silent == RATE / 200;
    }
  return gaps;
}

static CtPlayer *
open_player (const char *path, const GArray *notes)
{
  g_autofree char *cache = test_sound_path ("cache");
  CtPlayerOptions options = { .cache_folder = cache, .rate_hz = RATE, .buffer_frames = 128 };
  CtPlayerTrack tracks[N_TRACKS];
  CtPlayer *player;

  for (int t = 0; t < N_TRACKS; t++)
    tracks[t] = (CtPlayerTrack){ .volume = 0.5f + 0.1f * (float) t,
                                 .synthesised = t % 4 == 3,
                                 .program = (guint8) (8 * t) };
  g_assert_cmpint (ct_player_new (&options, &player), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_player_open (player, path, 0), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_player_set_score (player, (const CtNote *) notes->data, notes->len, tracks, N_TRACKS), ==,
                   CT_STATUS_OK);
  while (ct_player_isolated (player) < 1)
    g_usleep (50000);
  return player;
}

/* Runs @command (NULL: none) over and over, in the background. */
static GSubprocess *
keep_busy (char **command)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  if (!*command)
    return NULL;
  for (const char *const *shell = (const char *const[]){ "sh", "-c", "while \"$@\"; do :; done", "sh", NULL }; *shell;
       shell++)
    g_ptr_array_add (argv, (gpointer) *shell);
  for (; *command; command++)
    g_ptr_array_add (argv, *command);
  g_ptr_array_add (argv, NULL);
  return g_subprocess_newv ((const char *const *) argv->pdata,
                            G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
}

static void
measure (double seconds, char **command)
{
  CtTimeSpan loop = { 0, SONG_S - 2 };
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (CtNote));
  g_autofree char *path = write_song (notes), *recorded = test_sound_path ("recorded.raw"), *load = NULL;
  g_autoptr (GSubprocess) recording = NULL, busy = keep_busy (command);
  CtPlayer *player = open_player (path, notes);
  CtPlayerStats stats;

  ct_player_set_speed (player, 0.5, CT_PLAYER_STRETCH);
  ct_player_set_loop (player, &loop);
  ct_player_play (player);
  while (ct_player_position_s (player) < 0.5)
    g_usleep (10000);
  recording = test_audio_pulse_record (recorded);
  g_usleep ((gulong) (1e6 * seconds));
  ct_player_stats (player, &stats);
  g_subprocess_send_signal (recording, SIGTERM);
  g_subprocess_wait (recording, NULL, NULL);
  ct_player_free (player);
  if (!g_file_get_contents ("/proc/loadavg", &load, NULL, NULL))
    load = g_strdup ("unknown\n");
  if (busy)
    g_subprocess_force_exit (busy);
  printf ("%.0f s, %d tracks at half speed, buffers of 128 frames, %s: %d callbacks, %d starved, %d underflows, %d "
          "gaps in the "
          "recording\n",
          seconds, N_TRACKS, busy ? "a window scrolls as fast as it can beside it" : "nothing beside it",
          (int) stats.callbacks, (int) stats.starved, (int) stats.underflows, count_gaps (recorded));
  printf ("time in the callback, share of its period: median %.2f, 99th percentile %.2f (goal: 0.25), longest %.2f\n",
          stats.callback_p50, stats.callback_p99, stats.callback_max);
  printf ("rendered ahead since threads were delayed: %.0f ms\nload of the machine: %s", 1e3 * stats.ahead_s, load);
}

int
main (int argc, char **argv)
{
  TestPulse pulse = { 0 };
  g_autofree char *command = NULL;

  test_sound_begin ();
  if (test_audio_pulse_start (&pulse))
    measure (argc > 1 ? g_ascii_strtod (argv[1], NULL) : 60, argv + MIN (argc, 2));
  else
    printf ("not measured (there is no PulseAudio here)\n");
  test_audio_pulse_end (&pulse);
  command = g_strdup_printf ("rm -r '%s'", test_sound_folder);
  return system (command) == 0 ? 0 : 1;
}
