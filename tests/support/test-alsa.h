/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_ALSA_H
#define TEST_ALSA_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>

/* Whether ALSA itself can open the default device: then the program has to, too. */
static inline bool
test_alsa_opens (void)
{
  void *alsa = dlopen ("libasound.so.2", RTLD_NOW);
  void *pcm = NULL;
  int (*open) (void **pcm, const char *name, int stream, int mode);
  int (*close) (void *pcm);
  bool opens;

  if (!alsa)
    return false;
  *(void **) &open = dlsym (alsa, "snd_pcm_open");
  *(void **) &close = dlsym (alsa, "snd_pcm_close");
  opens = open && close && open (&pcm, "default", 0, 0) == 0;
  if (opens)
    close (pcm);
  dlclose (alsa);
  return opens;
}

#endif
