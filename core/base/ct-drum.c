/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-drum.h"

/* Marks what is translated where it is shown. */
#define N_(text) text

/* Translators: the drums of General MIDI; most systems have well-known names for them. */
static const char *const names[CT_N_DRUMS] = {
  N_ ("Acoustic Bass Drum"),
  N_ ("Bass Drum"),
  N_ ("Side Stick"),
  N_ ("Snare Drum"),
  N_ ("Hand Clap"),
  N_ ("Electric Snare"),
  N_ ("Low Floor Tom"),
  N_ ("Closed Hi-Hat"),
  N_ ("High Floor Tom"),
  N_ ("Pedal Hi-Hat"),
  N_ ("Low Tom"),
  N_ ("Open Hi-Hat"),
  N_ ("Low-Mid Tom"),
  N_ ("High-Mid Tom"),
  N_ ("Crash Cymbal"),
  N_ ("High Tom"),
  N_ ("Ride Cymbal"),
  N_ ("Chinese Cymbal"),
  N_ ("Ride Bell"),
  N_ ("Tambourine"),
  N_ ("Splash Cymbal"),
  N_ ("Cowbell"),
  N_ ("Crash Cymbal 2"),
  N_ ("Vibraslap"),
  N_ ("Ride Cymbal 2"),
  N_ ("High Bongo"),
  N_ ("Low Bongo"),
  N_ ("Mute High Conga"),
  N_ ("Open High Conga"),
  N_ ("Low Conga"),
  N_ ("High Timbale"),
  N_ ("Low Timbale"),
  N_ ("High Agogo"),
  N_ ("Low Agogo"),
  N_ ("Cabasa"),
  N_ ("Maracas"),
  N_ ("Short Whistle"),
  N_ ("Long Whistle"),
  N_ ("Short Guiro"),
  N_ ("Long Guiro"),
  N_ ("Claves"),
  N_ ("High Wood Block"),
  N_ ("Low Wood Block"),
  N_ ("Mute Cuica"),
  N_ ("Open Cuica"),
  N_ ("Mute Triangle"),
  N_ ("Open Triangle"),
};

const char *
ct_drum_name (unsigned key)
{
  return names[key - CT_DRUM_LOW];
}
