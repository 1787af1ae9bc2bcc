/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The player with its threads, on devices that the test makes: a file through ALSA, a PulseAudio with a null sink, and
 * none.
 */
#include <dlfcn.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <portaudio.h>
#include <signal.h>
#include <sndfile.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "core/audio/ct-audio-device.h"
#include "core/audio/ct-recorder.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-player.h"
#include "tests/support/failing-threads.h"
#include "tests/support/test-alsa.h"
#include "tests/support/test-audio.h"
#include "tests/support/test-sound.h"
#include "tests/support/test-wait.h"

#define RATE 48000
#define SECONDS 20

static TestPulse pulse;
static atomic_bool never_starts, ends_by_itself;

/* In place of those of PortAudio. */

PaError
Pa_StartStream (PaStream *stream)
{
  PaError (*real) (PaStream *) = dlsym (RTLD_NEXT, "Pa_StartStream");

  return atomic_load (&never_starts) ? paUnanticipatedHostError : real (stream);
}

PaError
Pa_IsStreamActive (PaStream *stream)
{
  PaError (*real) (PaStream *) = dlsym (RTLD_NEXT, "Pa_IsStreamActive");

  return atomic_exchange (&ends_by_itself, false) ? 0 : real (stream);
}

static char *
write_sine (void)
{
  gsize n = SECONDS * RATE;
  g_autofree float *tone = test_sound_tone (RATE, 2, n, 440, 0.5, 0);

  return test_sound_write ("sine.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, RATE, 2, tone, n);
}

static CtPlayer *
open_player (const char *path)
{
  CtPlayerOptions options = { .rate_hz = RATE };
  CtPlayer *player;

  g_assert_cmpint (ct_player_new (&options, &player), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_player_open (player, path, 0), ==, CT_STATUS_OK);
  return player;
}

/* The next message. */
static CtPlayerEvent
wait_for_message (CtPlayer *player)
{
  CtPlayerMessage message;

  test_wait_for (ct_player_take_message (player, &message));
  return message.event;
}

static void
wait_for_position (CtPlayer *player, double time_s)
{
  test_wait_for (ct_player_position_s (player) >= time_s);
}

static CtPlayerStats
stats_of (CtPlayer *player)
{
  CtPlayerStats stats;

  ct_player_stats (player, &stats);
  return stats;
}

/* How well @n frames of the left channel are a sine of @hz, 0 to 1, and its amplitude. */
static double
sine_share (const float *samples, gsize n, double hz, double *amplitude)
{
  double re = 0, im = 0, power = 0;

  for (gsize i = 0; i < n; i++)
    {
      double x = (double) samples[2 * i];

      re += x * cos (2 * G_PI * hz * (double) i / RATE);
      im += x * sin (2 * G_PI * hz * (double) i / RATE);
      power += x * x;
    }
  *amplitude = 2 * hypot (re, im) / (double) n;
  return power > 0 ? *amplitude * *amplitude * (double) n / 2 / power : 0;
}

/* The best @part of the sound, so that a machine with more to do than it can, which leaves gaps, is no failure. */
static double
best_share (const float *samples, gsize n, gsize part, double *amplitude)
{
  double best = 0, here;

  for (gsize at = 0; at + part <= n && best < 0.9999; at += part / 4)
    {
      double share = sine_share (samples + 2 * at, part, 440, &here);

      if (share <= best)
        continue;
      best = share;
      *amplitude = here;
    }
  return best;
}

/* No device: said once; everything else goes on, and a device would be found. */
static void
test_no_device (void)
{
  g_autofree char *path = write_sine ();
  CtPlayer *player;
  CtAudioDevice devices[2];

  test_audio_no_device ();
  player = open_player (path);
  ct_player_play (player);
  g_assert_cmpint (wait_for_message (player), ==, CT_PLAYER_EVENT_NO_DEVICE);
  wait_for_position (player, 1);
  ct_player_seek (player, 10);
  wait_for_position (player, 10.2);
  ct_player_note_on (player, -1, 60, 100, 0.1);
  /* longer than until a device is looked for again: that there is still none is not said again */
  ct_player_play_span (player, &(CtTimeSpan){ 11, 14.5 });
  g_assert_cmpint (wait_for_message (player), ==, CT_PLAYER_EVENT_ENDED);
  g_assert_cmpint (stats_of (player).rate_hz, ==, 0);
  g_assert_cmpuint (ct_player_list_devices (player, devices, 2), ==, 0);
  ct_player_set_device (player, "ALSA: no such device");
  ct_player_free (player);
}

/* What the player makes reaches PortAudio. This device does not wait, so there are gaps; but what is there is the tone.
 */
static void
test_file (void)
{
  g_autofree char *path = write_sine (), *played = test_audio_to_file ();
  g_autofree float *samples = NULL;
  CtPlayer *player;
  double amplitude = 0;
  CtPlayerStats stats;
  gsize n;

  if (!test_alsa_opens ())
    {
      g_test_skip ("there is no ALSA here");
      return;
    }
  player = open_player (path);
  ct_player_play (player);
  test_wait_for (ct_player_position_s (player) >= 0.5);
  stats = stats_of (player);
  ct_player_free (player);
  g_assert_cmpint (stats.rate_hz, ==, RATE);
  samples = test_audio_read_raw (played, &n);
  g_assert_cmpuint (n, >, RATE / 4);
  g_assert_cmpfloat (best_share (samples, n, 480, &amplitude), >, 0.9995);
  g_assert_cmpfloat_with_epsilon (amplitude, 0.5, 0.01);
}

static gboolean
needs_pulse (void)
{
  if (pulse.server || test_audio_pulse_start (&pulse))
    return TRUE;
  g_test_skip ("there is no PulseAudio here");
  return FALSE;
}

static goffset
file_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

/* Whether the last 0.1 s of a recording are silent. */
static gboolean
ends_silent (const char *path)
{
  gsize n;
  g_autofree float *samples = test_audio_read_raw (path, &n);

  for (gsize i = 0; i < 2 * RATE / 10; i++)
    if (i >= 2 * n || samples[2 * n - 1 - i] != 0)
      return FALSE;
  return TRUE;
}

/* Played in real time and recorded: the tone, as long as it should be, and the position goes with the clock. */
static void
test_paced (void)
{
  g_autofree char *path = write_sine (), *recorded = test_sound_path ("recorded.raw");
  g_autofree float *samples = NULL;
  g_autoptr (GSubprocess) recording = NULL;
  CtPlayer *player;
  CtPlayerStats stats;
  gsize n, n_loud = 0, first = 0, last = 0;
  double amplitude = 0, begin_s, took_s, moved_s;
  gint64 start;

  if (!needs_pulse ())
    return;
  recording = test_audio_pulse_record (recorded);
  test_wait_for (file_size (recorded) > 0);
  player = open_player (path);
  ct_player_play (player);
  wait_for_position (player, 0.3);
  start = g_get_monotonic_time ();
  begin_s = ct_player_position_s (player);
  wait_for_position (player, 3.3);
  moved_s = ct_player_position_s (player) - begin_s;
  took_s = 1e-6 * (double) (g_get_monotonic_time () - start);
  /* a busy machine holds the position up; nothing makes it run ahead */
  g_assert_cmpfloat (moved_s, <, took_s + 0.25);
  ct_player_pause (player);
  test_wait_for (ends_silent (recorded));
  stats = stats_of (player);
  g_test_message ("callbacks %d, starved %d, latency %.3f s", (int) stats.callbacks, (int) stats.starved,
                  stats.device_latency_s);
  g_assert_cmpint (stats.rate_hz, ==, RATE);
  ct_player_free (player);
  g_subprocess_send_signal (recording, SIGTERM);
  g_subprocess_wait (recording, NULL, NULL);
  samples = test_audio_read_raw (recorded, &n);
  for (gsize i = 0; i < n; i++)
    if (fabsf (samples[2 * i]) > 0.4f)
      {
        n_loud++;
        first = first ? first : i;
        last = i;
      }
  g_assert_cmpuint (n_loud, >, RATE / 4);
  g_assert_cmpfloat ((double) (last - first) / RATE, >, 3);
  g_assert_cmpfloat (best_share (samples, n, 960, &amplitude), >, 0.999);
  g_assert_cmpfloat_with_epsilon (amplitude, 0.5, 0.02);
}

/* A device that is opened asks for more at once than is made ahead: nothing is missing then. On a busy machine
 * something may be, but not every time. */
static void
test_start (void)
{
  g_autofree char *path = write_sine ();
  CtPlayerStats stats = { .starved = 1 };

  if (!needs_pulse ())
    return;
  for (int i = 0; i < 8 && stats.starved > 0; i++)
    {
      CtPlayer *player = open_player (path);

      ct_player_play (player);
      wait_for_position (player, 0.1);
      stats = stats_of (player);
      ct_player_free (player);
    }
  g_assert_cmpuint (stats.callbacks, >, 0);
  g_assert_cmpuint (stats.starved, ==, 0);
}

/* This process stands still for @seconds, as on a machine that does something else. */
static void
stand_still (double seconds)
{
  g_autofree char *script = g_strdup_printf ("kill -STOP %d; sleep %.3f; kill -CONT %d", (int) getpid (), seconds,
                                             (int) getpid ());
  g_autoptr (GSubprocess) hand = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "sh", "-c", script, NULL);

  g_assert_true (g_subprocess_wait (hand, NULL, NULL));
}

/* Where threads are held up for longer than what is made ahead, more is made ahead, and the next time nothing is
 * missing. */
static void
test_held_up (void)
{
  g_autofree char *path = write_sine ();
  CtPlayer *player;
  CtPlayerStats before, after;

  if (!needs_pulse ())
    return;
  player = open_player (path);
  ct_player_play (player);
  wait_for_position (player, 0.3);
  stand_still (0.040);
  test_wait_for (stats_of (player).ahead_s > stats_of (player).device_latency_s / 2);
  after = stats_of (player);
  for (int i = 0; i < 8; i++)
    {
      before = after;
      stand_still (0.040);
      /* what was made before, and during, has been heard */
      wait_for_position (player, ct_player_position_s (player) + 0.2);
      after = stats_of (player);
      if (after.starved == before.starved)
        break;
    }
  g_assert_cmpuint (after.starved, ==, before.starved);
  g_assert_cmpuint (after.callbacks, >, before.callbacks);
  ct_player_free (player);
}

/* The recorder on a real device: what the player plays meanwhile. */
static void
test_record (void)
{
  g_autofree char *path = write_sine (), *take = test_sound_path ("take.flac");
  g_autofree float *samples = NULL;
  CtRecorderOptions options = { .rate_hz = RATE, .channels = 2 };
  CtRecorder *recorder;
  CtPlayer *player;
  SF_INFO info = { 0 };
  SNDFILE *file;
  double amplitude = 0;

  if (!needs_pulse ())
    return;
  player = open_player (path);
  ct_player_play (player);
  wait_for_position (player, 0.2);
  g_assert_cmpint (ct_recorder_new (take, &options, &recorder), ==, CT_STATUS_OK);
  test_wait_for (ct_recorder_seconds (recorder) >= 1.5);
  g_assert_cmpfloat (ct_recorder_level (recorder).peak, >, 0.4);
  g_assert_cmpint (ct_recorder_status (recorder), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_recorder_finish (recorder), ==, CT_STATUS_OK);
  ct_player_free (player);
  file = sf_open (take, SFM_READ, &info);
  g_assert_nonnull (file);
  samples = g_new (float, 2 * info.frames);
  g_assert_cmpint (sf_readf_float (file, samples, info.frames), ==, info.frames);
  sf_close (file);
  g_assert_cmpfloat (best_share (samples, (gsize) info.frames, 960, &amplitude), >, 0.99);
}

/* Everything that the control can ask for; that it comes back at all is what counts. */
static void
ask_everything (CtPlayer *player, int round)
{
  CtPlayerTrack tracks[2] = { { .volume = 1 }, { .volume = 1, .solo = true } };

  ct_player_seek (player, round % 5);
  ct_player_note_on (player, 0, 60, 100, 0.1);
  ct_player_set_tracks (player, tracks, 2);
  ct_player_position_s (player);
  ct_player_play (player);
}

/* Whether the device calls at least once within 2 s, longer than a player has patience with it. */
static gboolean
device_calls (CtPlayer *player)
{
  guint64 callbacks = stats_of (player).callbacks;
  gint64 end_us = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;

  while (stats_of (player).callbacks == callbacks && g_get_monotonic_time () < end_us)
    g_usleep (5000);
  return stats_of (player).callbacks != callbacks;
}

/* A device that hangs holds nobody up. */
static void
test_stalled (void)
{
  g_autofree char *path = write_sine ();
  CtPlayer *player;
  int round = 0;

  if (!needs_pulse ())
    return;
  player = open_player (path);
  ct_player_play (player);
  wait_for_position (player, 0.5);
  g_subprocess_send_signal (pulse.server, SIGSTOP);
  while (device_calls (player))
    ask_everything (player, round++);
  for (int i = 0; i < 30; i++)
    ask_everything (player, round++);
  g_subprocess_send_signal (pulse.server, SIGCONT);
  /* it either goes on, or it was lost and is found again */
  ct_player_seek (player, 1);
  for (gint64 end_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
       stats_of (player).rate_hz == 0 || ct_player_position_s (player) < 1.5; g_usleep (5000))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      if (ct_player_state (player) != CT_PLAYER_PLAYING)
        ct_player_play (player);
    }
  ct_player_free (player);
}

/* Plays to 0.5 s behind @start_s, then takes the device away. */
static double
play_and_lose (CtPlayer *player, double start_s)
{
  double position;

  ct_player_play (player);
  wait_for_position (player, start_s + 0.5);
  test_audio_pulse_kill (&pulse);
  g_assert_cmpint (wait_for_message (player), ==, CT_PLAYER_EVENT_DEVICE_LOST);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PAUSED);
  position = ct_player_position_s (player);
  g_assert_cmpfloat (position, >=, start_s + 0.4);
  return position;
}

/* A device that goes away and comes back: both are said, and what played goes on where it was, by itself; unless
 * somebody paused meanwhile. */
static void
test_vanishing (void)
{
  g_autofree char *path = write_sine ();
  CtPlayer *player;
  double position;

  if (!needs_pulse ())
    return;
  player = open_player (path);
  position = play_and_lose (player, 0);
  g_assert_true (needs_pulse ());
  g_assert_cmpint (wait_for_message (player), ==, CT_PLAYER_EVENT_DEVICE_FOUND);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PLAYING);
  g_assert_cmpfloat (ct_player_position_s (player), >=, position - 0.1);
  g_assert_cmpfloat (ct_player_position_s (player), <, position + 0.4);
  wait_for_position (player, position + 0.5);

  play_and_lose (player, position + 0.5);
  ct_player_play (player);
  ct_player_pause (player);
  position = ct_player_position_s (player);
  g_assert_true (needs_pulse ());
  g_assert_cmpint (wait_for_message (player), ==, CT_PLAYER_EVENT_DEVICE_FOUND);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PAUSED);
  g_assert_cmpfloat (fabs (ct_player_position_s (player) - position), <, 0.1);
  ct_player_free (player);
}

/* A stream that does not start is no device: said once, and playing goes on in silence until there is one. One that
 * ends by itself is a device that was lost: the position stays, and once a stream starts, playing goes on. */
static void
test_stream_fails (void)
{
  g_autofree char *path = write_sine ();
  CtPlayer *player;
  double position;

  if (!needs_pulse ())
    return;
  player = open_player (path);
  ct_player_seek (player, 3);
  atomic_store (&never_starts, true);
  ct_player_play (player);
  g_assert_cmpint (wait_for_message (player), ==, CT_PLAYER_EVENT_NO_DEVICE);
  wait_for_position (player, 3.5);
  g_assert_cmpuint (stats_of (player).callbacks, ==, 0);
  atomic_store (&never_starts, false);
  g_assert_cmpint (wait_for_message (player), ==, CT_PLAYER_EVENT_DEVICE_FOUND);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PLAYING);
  position = ct_player_position_s (player);
  g_assert_cmpfloat (position, >=, 3.4);
  wait_for_position (player, position + 0.5);
  g_assert_cmpuint (stats_of (player).callbacks, >, 0);

  atomic_store (&never_starts, true);
  atomic_store (&ends_by_itself, true);
  g_assert_cmpint (wait_for_message (player), ==, CT_PLAYER_EVENT_DEVICE_LOST);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PAUSED);
  g_assert_cmpfloat (ct_player_position_s (player), >=, position + 0.4);
  position = ct_player_position_s (player);
  atomic_store (&never_starts, false);
  g_assert_cmpint (wait_for_message (player), ==, CT_PLAYER_EVENT_DEVICE_FOUND);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PLAYING);
  g_assert_cmpfloat (ct_player_position_s (player), >=, position - 0.1);
  wait_for_position (player, position + 0.5);
  ct_player_free (player);
}

static CtStatus
make_player (void *data)
{
  CtPlayerOptions options = { .rate_hz = RATE, .n_threads = 3 };
  CtPlayer *player;
  CtStatus status = ct_player_new (&options, &player);

  if (status != CT_STATUS_OK)
    return status;
  status = ct_player_open (player, data, 0);
  ct_player_free (player);
  return status;
}

/* A thread that cannot be started is told, and leaves a player that can be freed. */
static void
test_no_thread (void)
{
  g_autofree char *path = write_sine ();

  failing_threads_try_all (make_player, path);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/player-device/no-device", test_no_device);
  g_test_add_func ("/player-device/file", test_file);
  g_test_add_func ("/player-device/paced", test_paced);
  g_test_add_func ("/player-device/start", test_start);
  g_test_add_func ("/player-device/held-up", test_held_up);
  g_test_add_func ("/player-device/record", test_record);
  g_test_add_func ("/player-device/stalled", test_stalled);
  g_test_add_func ("/player-device/vanishing", test_vanishing);
  g_test_add_func ("/player-device/stream-fails", test_stream_fails);
  g_test_add_func ("/player-device/no-thread", test_no_thread);
  result = g_test_run ();
  test_audio_pulse_end (&pulse);
  test_sound_end ();
  return result;
}
