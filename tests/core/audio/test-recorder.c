/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <sndfile.h>
#include <sys/resource.h>

#include "core/audio/ct-audio-device.h"
#include "core/audio/ct-recorder-private.h"
#include "core/audio/ct-recorder.h"
#include "core/base/ct-status.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/failing-threads.h"
#include "tests/support/test-audio.h"
#include "tests/support/test-sound.h"
#include "tests/support/test-wait.h"

#define RATE 48000

/* Waits until the writer has caught up, so that nothing depends on how fast this machine is. */
static void
wait_for_seconds (const CtRecorder *recorder, double seconds)
{
  test_wait_for (ct_recorder_seconds (recorder) >= seconds - 1e-6);
  g_assert_cmpfloat_with_epsilon (ct_recorder_seconds (recorder), seconds, 1e-6);
}

static void
test_file (void)
{
  static const char *const names[] = { "take.wav", "take.flac" };

  for (gsize f = 0; f < G_N_ELEMENTS (names); f++)
    for (int channels = 1; channels <= 2; channels++)
      {
        g_autofree char *path = test_sound_path (names[f]);
        g_autofree float *tone = test_sound_tone (RATE, channels, RATE, 440, 0.5, 0);
        g_autofree float *read = g_new (float, RATE *channels);
        CtRecorderOptions options = { .rate_hz = RATE, .channels = channels };
        CtRecorder *recorder;
        CtRecorderLevel level;
        SF_INFO info = { 0 };
        SNDFILE *file;

        g_assert_cmpint (ct_recorder_new_fed (path, &options, &recorder), ==, CT_STATUS_OK);
        for (int i = 0; i < RATE; i += 480)
          ct_recorder_feed (recorder, tone + i * channels, 480);
        wait_for_seconds (recorder, 1);
        level = ct_recorder_level (recorder);
        g_assert_cmpfloat_with_epsilon (level.peak, 0.5, 1e-4);
        g_assert_cmpfloat_with_epsilon (level.rms, 0.5 / sqrt (2) * (channels == 2 ? sqrt (0.625) : 1), 1e-3);
        /* the level is that since it was last asked for */
        g_assert_cmpfloat (ct_recorder_level (recorder).peak, ==, 0);
        g_assert_cmpint (ct_recorder_status (recorder), ==, CT_STATUS_OK);
        g_assert_cmpuint (ct_recorder_lost_frames (recorder), ==, 0);
        g_assert_cmpint (ct_recorder_finish (recorder), ==, CT_STATUS_OK);

        file = sf_open (path, SFM_READ, &info);
        g_assert_nonnull (file);
        g_assert_cmpint (info.frames, ==, RATE);
        g_assert_cmpint (info.channels, ==, channels);
        g_assert_cmpint (sf_readf_float (file, read, RATE), ==, RATE);
        for (int i = 0; i < RATE * channels; i++)
          g_assert_cmpfloat_with_epsilon (read[i], tone[i], 1e-6);
        sf_close (file);
        g_assert_cmpint (g_remove (path), ==, 0);
      }
}

static void
test_pause_and_end (void)
{
  g_autofree char *path = test_sound_path ("pause.wav");
  g_autofree float *tone = test_sound_tone (RATE, 1, RATE, 440, 2, 0);
  CtRecorderOptions options = { .rate_hz = RATE, .channels = 1, .max_s = 0.5 };
  CtRecorder *recorder;
  SF_INFO info = { 0 };
  SNDFILE *file;
  float read[100];

  g_assert_cmpint (ct_recorder_new_fed (path, &options, &recorder), ==, CT_STATUS_OK);
  ct_recorder_set_paused (recorder, 1);
  ct_recorder_feed (recorder, tone, 4800);
  test_wait_for (ct_recorder_level (recorder).peak > 0);
  g_assert_cmpfloat (ct_recorder_seconds (recorder), ==, 0);
  ct_recorder_set_paused (recorder, 0);
  ct_recorder_feed (recorder, NULL, 9600);
  wait_for_seconds (recorder, 0.2);
  g_assert_cmpint (ct_recorder_is_full (recorder), ==, 0);
  ct_recorder_feed (recorder, tone, RATE);
  wait_for_seconds (recorder, 0.5);
  g_assert_cmpint (ct_recorder_is_full (recorder), ==, 1);
  /* louder than full scale is clipped, and can be seen to be */
  g_assert_cmpfloat (ct_recorder_level (recorder).peak, >, 1);
  g_assert_cmpint (ct_recorder_finish (recorder), ==, CT_STATUS_OK);
  file = sf_open (path, SFM_READ, &info);
  g_assert_cmpint (info.frames, ==, RATE / 2);
  g_assert_cmpint (sf_readf_float (file, read, 100), ==, 100);
  for (int i = 0; i < 100; i++)
    g_assert_cmpfloat (read[i], ==, 0);
  sf_close (file);
}

static void
test_nothing (void)
{
  g_autofree char *path = test_sound_path ("nothing.wav");
  CtRecorderOptions options = { .rate_hz = RATE, .channels = 1 };
  float samples[100] = { 0 };
  CtRecorder *recorder;

  g_assert_cmpint (ct_recorder_new_fed (path, &options, &recorder), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_recorder_finish (recorder), ==, CT_STATUS_EMPTY);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (ct_recorder_new_fed (path, &options, &recorder), ==, CT_STATUS_OK);
  ct_recorder_feed (recorder, samples, 100);
  ct_recorder_discard (recorder);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  ct_recorder_discard (NULL);
}

static void
test_refused (void)
{
  g_autofree char *path = test_sound_path ("there.wav"), *nowhere = test_sound_path ("no/where.wav");
  CtRecorderOptions good = { .rate_hz = RATE, .channels = 1 };
  CtRecorderOptions bad[] = { { .rate_hz = RATE, .channels = 3 },
                              { .rate_hz = -1, .channels = 1 },
                              { .channels = 1 },
                              { .rate_hz = RATE, .channels = 1, .max_s = NAN } };
  CtRecorder *recorder;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (ct_recorder_new_fed (path, &bad[i], &recorder), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_recorder_new_fed (nowhere, &good, &recorder), ==, CT_STATUS_NOT_FOUND);
  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  g_assert_cmpint (ct_recorder_new_fed (path, &good, &recorder), ==, CT_STATUS_EXISTS);
  g_assert_null (recorder);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* A file that may not grow stands for a full disk. */
static void
test_full_disk (void)
{
  g_autofree char *path = test_sound_path ("full.wav");
  g_autofree float *tone = test_sound_tone (RATE, 2, RATE, 440, 0.5, 0);
  CtRecorderOptions options = { .rate_hz = RATE, .channels = 2 };
  struct rlimit limit, small;
  CtRecorder *recorder;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 65536;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_cmpint (ct_recorder_new_fed (path, &options, &recorder), ==, CT_STATUS_OK);
  for (int i = 0; i < 2000 && ct_recorder_status (recorder) == CT_STATUS_OK; i++)
    {
      ct_recorder_feed (recorder, tone, 4800);
      g_usleep (5000);
    }
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_cmpint (ct_recorder_status (recorder), ==, CT_STATUS_NO_SPACE);
  g_assert_cmpint (ct_recorder_finish (recorder), ==, CT_STATUS_NO_SPACE);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* A writer that cannot follow: what is lost is counted, nothing waits. */
static void
test_overrun (void)
{
  g_autofree char *path = test_sound_path ("overrun.wav");
  g_autofree float *tone = test_sound_tone (RATE, 2, 10 * RATE, 440, 0.5, 0);
  CtRecorderOptions options = { .rate_hz = RATE, .channels = 2 };
  CtRecorder *recorder;
  guint64 lost;
  double kept;

  g_assert_cmpint (ct_recorder_new_fed (path, &options, &recorder), ==, CT_STATUS_OK);
  ct_recorder_feed (recorder, tone, 10 * RATE);
  lost = ct_recorder_lost_frames (recorder);
  g_assert_cmpuint (lost, >, 0);
  kept = 10 - (double) lost / RATE;
  wait_for_seconds (recorder, kept);
  g_assert_cmpint (ct_recorder_finish (recorder), ==, CT_STATUS_OK);
}

/* Nothing that could record: an error at once, and no file. */
static void
test_no_device (void)
{
  g_autofree char *path = test_sound_path ("none.wav");
  CtAudioDevice devices[2];
  CtRecorder *recorder;

  test_audio_no_device ();
  g_assert_cmpint (ct_recorder_new (path, NULL, &recorder), ==, CT_STATUS_NO_DEVICE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (ct_audio_devices_find (CT_AUDIO_INPUT, NULL), ==, -1);
  g_assert_cmpint (ct_audio_devices_acquire (), ==, CT_STATUS_OK);
  g_assert_cmpuint (ct_audio_devices_list (CT_AUDIO_INPUT, devices, 2), ==, 0);
  g_assert_cmpint (ct_audio_devices_find (CT_AUDIO_OUTPUT, "no such"), ==, -1);
  g_assert_true (ct_audio_devices_rescan ());
  ct_audio_devices_release ();
}

static CtStatus
record (void *data)
{
  CtRecorderOptions options = { .rate_hz = RATE, .channels = 1 };
  CtRecorder *recorder;
  CtStatus status = ct_recorder_new_fed (data, &options, &recorder);

  if (status == CT_STATUS_OK)
    ct_recorder_discard (recorder);
  g_assert_false (g_file_test (data, G_FILE_TEST_EXISTS));
  return status;
}

static void
test_no_memory (void)
{
  g_autofree char *path = test_sound_path ("memory.wav");

  failing_allocator_try_all (record, path);
}

static void
test_no_thread (void)
{
  g_autofree char *path = test_sound_path ("thread.wav");

  failing_threads_try_all (record, path);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/recorder/file", test_file);
  g_test_add_func ("/recorder/pause-and-end", test_pause_and_end);
  g_test_add_func ("/recorder/nothing", test_nothing);
  g_test_add_func ("/recorder/refused", test_refused);
  g_test_add_func ("/recorder/full-disk", test_full_disk);
  g_test_add_func ("/recorder/overrun", test_overrun);
  g_test_add_func ("/recorder/no-device", test_no_device);
  g_test_add_func ("/recorder/no-memory", test_no_memory);
  g_test_add_func ("/recorder/no-thread", test_no_thread);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
