/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_AUDIO_H
#define TEST_AUDIO_H

#include <gio/gio.h>
#include <signal.h>
#include <string.h>

#include "tests/support/test-alsa.h"
#include "tests/support/test-sound.h"

/* What PortAudio finds is decided by ALSA's configuration, read when PortAudio is initialised; all of these write one
 * of their own into the test's folder. */
static inline void
test_audio_configure (const char *text)
{
  g_autofree char *path = test_sound_write_bytes ("asound.conf", text, strlen (text));

  g_setenv ("ALSA_CONFIG_PATH", path, TRUE);
  g_setenv ("JACK_NO_START_SERVER", "1", TRUE);
}

/* No sound device at all. */
static inline void
test_audio_no_device (void)
{
  test_audio_configure ("pcm.!default { type hw card 77 }\n");
}

/* A device that writes what it plays, as 16-bit stereo at 48 kHz, to the file that is returned: as fast as it can. */
static inline char *
test_audio_to_file (void)
{
  char *path = test_sound_path ("played.raw");
  g_autofree char *text = g_strdup_printf (
      "pcm.null { type null }\n"
      "pcm.tofile { type file slave.pcm \"null\" file \"%s\" format \"raw\" perm 0644 }\n"
      "pcm.!default { type plug slave { pcm \"tofile\" format S16_LE rate 48000 channels 2 } }\n",
      path);

  test_audio_configure (text);
  return path;
}

/* A PulseAudio of our own with a null sink, which plays in real time and is recorded as the default input. */
typedef struct
{
  GSubprocess *server;
  char *folder; /* its own */
} TestPulse;

static inline GSubprocess *
test_audio_run (const char *const *argv, const char *out)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDERR_SILENCE | (out ? 0 : G_SUBPROCESS_FLAGS_STDOUT_SILENCE));
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  if (out)
    g_subprocess_launcher_set_stdout_file_path (launcher, out);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  if (error)
    g_test_message ("%s", error->message);
  return process;
}

static inline gboolean
test_audio_pulse_answers (void)
{
  const char *const argv[] = { "pactl", "info", NULL };
  g_autoptr (GSubprocess) process = test_audio_run (argv, NULL);

  return process && g_subprocess_wait_check (process, NULL, NULL);
}

static inline gboolean
test_audio_has_pulse (void)
{
  g_autofree char *server = g_find_program_in_path ("pulseaudio"), *control = g_find_program_in_path ("pactl"),
                  *recorder = g_find_program_in_path ("parec");

  return server && control && recorder;
}

/* FALSE: there is no PulseAudio here, or ALSA has no plugin for it. One that does not start is a failure. */
static inline gboolean
test_audio_pulse_start (TestPulse *self)
{
  const char *const argv[] = { "pulseaudio",
                               "-n",
                               "--daemonize=no",
                               "--exit-idle-time=-1",
                               "--use-pid-file=no",
                               "--realtime=no",
                               "--high-priority=no",
                               "-L",
                               "module-native-protocol-unix",
                               "-L",
                               "module-null-sink sink_name=nullout rate=48000 channels=2 norewinds=1",
                               NULL };

  if (!test_audio_has_pulse ())
    return FALSE;
  if (!self->folder)
    {
      self->folder = g_dir_make_tmp ("coloratura-pulse-XXXXXX", NULL);
      g_setenv ("XDG_RUNTIME_DIR", self->folder, TRUE);
      g_setenv ("PULSE_RUNTIME_PATH", self->folder, TRUE);
      g_setenv ("PULSE_STATE_PATH", self->folder, TRUE);
      g_setenv ("XDG_CONFIG_HOME", self->folder, TRUE);
      g_unsetenv ("PULSE_SERVER");
      test_audio_configure ("pcm.!default { type pulse }\nctl.!default { type pulse }\n");
    }
  self->server = test_audio_run (argv, NULL);
  g_assert_nonnull (self->server);
  for (int i = 0; i < 300 && !test_audio_pulse_answers (); i++)
    g_usleep (100000);
  g_assert_true (test_audio_pulse_answers ());
  return test_alsa_opens ();
}

static inline void
test_audio_pulse_kill (TestPulse *self)
{
  if (!self->server)
    return;
  g_subprocess_send_signal (self->server, SIGCONT);
  g_subprocess_force_exit (self->server);
  g_subprocess_wait (self->server, NULL, NULL);
  g_clear_object (&self->server);
}

static inline void
test_audio_pulse_end (TestPulse *self)
{
  test_audio_pulse_kill (self);
  if (self->folder)
    {
      const char *const argv[] = { "rm", "-rf", self->folder, NULL };
      g_autoptr (GSubprocess) process = test_audio_run (argv, NULL);

      g_subprocess_wait (process, NULL, NULL);
    }
  g_clear_pointer (&self->folder, g_free);
}

/* Records what is played, silence too, until the process is ended; it has begun when there is something in the file. */
static inline GSubprocess *
test_audio_pulse_record (const char *path)
{
  const char *const argv[] = {
    "parec", "-d", "nullout.monitor", "--rate=48000", "--channels=2", "--format=s16le", "--latency-msec=20", NULL
  };

  return test_audio_run (argv, path);
}

/* The samples of a file of 16-bit stereo, as floats. */
static inline float *
test_audio_read_raw (const char *path, gsize *n_frames)
{
  g_autofree char *bytes = NULL;
  gsize size;
  float *samples;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  *n_frames = size / 4;
  samples = g_new (float, 2 * *n_frames + 2);
  for (gsize i = 0; i < 2 * *n_frames; i++)
    {
      gint16 value;

      memcpy (&value, bytes + 2 * i, 2);
      samples[i] = (float) value / 32768;
    }
  return samples;
}

#endif
