/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_AUDIO_H
#define TEST_AUDIO_H

#include "test-sound.h"

/* What PortAudio finds is decided by ALSA's configuration, read when PortAudio is initialised; all of these write one of
 * their own into the test's folder. */
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

#endif
