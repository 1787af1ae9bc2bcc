/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-program.h"

#include <stddef.h>

/* Marks what is translated where it is shown. */
#define N_(text) text

/* Translators: the instruments of General MIDI; most systems have well-known names for them. */
static const char *const names[CT_N_PROGRAMS] = {
  N_ ("Acoustic Grand Piano"),
  N_ ("Bright Acoustic Piano"),
  N_ ("Electric Grand Piano"),
  N_ ("Honky-Tonk Piano"),
  N_ ("Electric Piano 1"),
  N_ ("Electric Piano 2"),
  N_ ("Harpsichord"),
  N_ ("Clavinet"),
  N_ ("Celesta"),
  N_ ("Glockenspiel"),
  N_ ("Music Box"),
  N_ ("Vibraphone"),
  N_ ("Marimba"),
  N_ ("Xylophone"),
  N_ ("Tubular Bells"),
  N_ ("Dulcimer"),
  N_ ("Drawbar Organ"),
  N_ ("Percussive Organ"),
  N_ ("Rock Organ"),
  N_ ("Church Organ"),
  N_ ("Reed Organ"),
  N_ ("Accordion"),
  N_ ("Harmonica"),
  N_ ("Tango Accordion"),
  N_ ("Nylon-String Guitar"),
  N_ ("Steel-String Guitar"),
  N_ ("Jazz Guitar"),
  N_ ("Clean Electric Guitar"),
  N_ ("Muted Electric Guitar"),
  N_ ("Overdriven Guitar"),
  N_ ("Distortion Guitar"),
  N_ ("Guitar Harmonics"),
  N_ ("Acoustic Bass"),
  N_ ("Fingered Electric Bass"),
  N_ ("Picked Electric Bass"),
  N_ ("Fretless Bass"),
  N_ ("Slap Bass 1"),
  N_ ("Slap Bass 2"),
  N_ ("Synth Bass 1"),
  N_ ("Synth Bass 2"),
  N_ ("Violin"),
  N_ ("Viola"),
  N_ ("Cello"),
  N_ ("Contrabass"),
  N_ ("Tremolo Strings"),
  N_ ("Pizzicato Strings"),
  N_ ("Orchestral Harp"),
  N_ ("Timpani"),
  N_ ("String Ensemble 1"),
  N_ ("String Ensemble 2"),
  N_ ("Synth Strings 1"),
  N_ ("Synth Strings 2"),
  N_ ("Choir Aahs"),
  N_ ("Voice Oohs"),
  N_ ("Synth Voice"),
  N_ ("Orchestra Hit"),
  N_ ("Trumpet"),
  N_ ("Trombone"),
  N_ ("Tuba"),
  N_ ("Muted Trumpet"),
  N_ ("French Horn"),
  N_ ("Brass Section"),
  N_ ("Synth Brass 1"),
  N_ ("Synth Brass 2"),
  N_ ("Soprano Sax"),
  N_ ("Alto Sax"),
  N_ ("Tenor Sax"),
  N_ ("Baritone Sax"),
  N_ ("Oboe"),
  N_ ("English Horn"),
  N_ ("Bassoon"),
  N_ ("Clarinet"),
  N_ ("Piccolo"),
  N_ ("Flute"),
  N_ ("Recorder"),
  N_ ("Pan Flute"),
  N_ ("Blown Bottle"),
  N_ ("Shakuhachi"),
  N_ ("Whistle"),
  N_ ("Ocarina"),
  N_ ("Square Lead"),
  N_ ("Sawtooth Lead"),
  N_ ("Calliope Lead"),
  N_ ("Chiff Lead"),
  N_ ("Charang Lead"),
  N_ ("Voice Lead"),
  N_ ("Fifths Lead"),
  N_ ("Bass and Lead"),
  N_ ("New Age Pad"),
  N_ ("Warm Pad"),
  N_ ("Polysynth Pad"),
  N_ ("Choir Pad"),
  N_ ("Bowed Pad"),
  N_ ("Metallic Pad"),
  N_ ("Halo Pad"),
  N_ ("Sweep Pad"),
  N_ ("Rain Effect"),
  N_ ("Soundtrack Effect"),
  N_ ("Crystal Effect"),
  N_ ("Atmosphere Effect"),
  N_ ("Brightness Effect"),
  N_ ("Goblins Effect"),
  N_ ("Echoes Effect"),
  N_ ("Sci-Fi Effect"),
  N_ ("Sitar"),
  N_ ("Banjo"),
  N_ ("Shamisen"),
  N_ ("Koto"),
  N_ ("Kalimba"),
  N_ ("Bagpipe"),
  N_ ("Fiddle"),
  N_ ("Shanai"),
  N_ ("Tinkle Bell"),
  N_ ("Agogo"),
  N_ ("Steel Drums"),
  N_ ("Woodblock"),
  N_ ("Taiko Drum"),
  N_ ("Melodic Tom"),
  N_ ("Synth Drum"),
  N_ ("Reverse Cymbal"),
  N_ ("Guitar Fret Noise"),
  N_ ("Breath Noise"),
  N_ ("Seashore"),
  N_ ("Bird Tweet"),
  N_ ("Telephone Ring"),
  N_ ("Helicopter"),
  N_ ("Applause"),
  N_ ("Gunshot"),
};

/* Translators: families of instruments, after which tracks are called. */
static const char *const families[CT_N_INSTRUMENT_FAMILIES] = {
  N_ ("Piano"),     N_ ("Chromatic Percussion"),
  N_ ("Organ"),     N_ ("Guitar"),
  N_ ("Bass"),      N_ ("Strings"),
  N_ ("Voices"),    N_ ("Brass"),
  N_ ("Woodwinds"), N_ ("Synthesizer"),
};

const char *
ct_program_name (unsigned program)
{
  return names[program % CT_N_PROGRAMS];
}

int
ct_program_family (unsigned program)
{
  static const struct
  {
    unsigned char first, last, family;
  } spans[] = {
    { 0, 7, 0 },     { 8, 15, 1 },    { 16, 23, 2 },   { 24, 31, 3 },   { 32, 39, 4 },   { 40, 45, 5 },
    { 46, 46, 3 },   { 48, 51, 5 },   { 52, 54, 6 },   { 56, 63, 7 },   { 64, 79, 8 },   { 80, 103, 9 },
    { 104, 107, 3 }, { 108, 108, 1 }, { 109, 109, 8 }, { 110, 110, 5 }, { 111, 111, 8 },
  };

  for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
    if (program >= spans[i].first && program <= spans[i].last)
      return spans[i].family;
  return CT_N_INSTRUMENT_FAMILIES;
}

bool
ct_program_plays (unsigned program, double midi)
{
  static const struct
  {
    unsigned char first, last, lowest, highest;
  } compasses[] = {
    { 8, 10, 60, 127 },  { 32, 39, 0, 72 },   { 40, 40, 55, 127 }, { 41, 41, 48, 127 }, { 42, 42, 0, 84 },
    { 43, 43, 0, 67 },   { 47, 47, 0, 60 },   { 56, 56, 52, 127 }, { 57, 57, 0, 77 },   { 58, 58, 0, 67 },
    { 59, 59, 52, 127 }, { 64, 64, 56, 127 }, { 67, 67, 0, 73 },   { 68, 68, 58, 127 }, { 70, 70, 0, 76 },
    { 72, 72, 72, 127 }, { 73, 73, 59, 127 },
  };

  for (size_t i = 0; i < sizeof compasses / sizeof *compasses; i++)
    if (program >= compasses[i].first && program <= compasses[i].last)
      return midi >= compasses[i].lowest && midi <= compasses[i].highest;
  return true;
}

const char *
ct_program_label (CtNaming naming, unsigned program)
{
  int family = ct_program_family (program);

  if (naming == CT_NAMING_PROGRAM)
    return ct_program_name (program);
  return naming == CT_NAMING_FAMILY && family < CT_N_INSTRUMENT_FAMILIES ? families[family] : NULL;
}
