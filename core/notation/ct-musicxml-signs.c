/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tempos and chords over the first part in MusicXML. */
#include <math.h>
#include <stdio.h>

#include "core/base/ct-chord.h"
#include "core/notation/ct-musicxml-private.h"
#include "core/rhythm/ct-pulse.h"

/* Chords begin on such parts of a bar, in ticks: they were found beat by beat. */
#define CHORD_STEP (CT_TICKS_PER_QUARTER / 4)

static const char *const kinds[CT_N_CHORD_QUALITIES] = {
  [CT_CHORD_NONE] = "none",
  [CT_CHORD_MAJOR] = "major",
  [CT_CHORD_MINOR] = "minor",
  [CT_CHORD_DIMINISHED] = "diminished",
  [CT_CHORD_AUGMENTED] = "augmented",
  [CT_CHORD_SEVENTH] = "dominant",
  [CT_CHORD_MAJOR_SEVENTH] = "major-seventh",
  [CT_CHORD_MINOR_SEVENTH] = "minor-seventh",
  [CT_CHORD_HALF_DIMINISHED] = "half-diminished",
  [CT_CHORD_DIM_SEVENTH] = "diminished-seventh",
  [CT_CHORD_SIXTH] = "major-sixth",
  [CT_CHORD_MINOR_SIXTH] = "minor-sixth",
  [CT_CHORD_SUS2] = "suspended-second",
  [CT_CHORD_SUS4] = "suspended-fourth",
  [CT_CHORD_NINTH] = "dominant-ninth",
};

/* A number with a point and two digits, which printf would write as the user's locale does. */
static void
format_hundredths (double value, char *text, size_t size)
{
  long hundredths = lround (value * 100);

  snprintf (text, size, "%ld.%02ld", hundredths / 100, hundredths % 100);
}

/* ---- tempos ---- */

/* A mark over the staff, such as a quarter note = 120, in beats as they are felt. @words: NULL or what stands before
 * it. */
static void
write_mark (CtXmlOut *out, const CtNotationBar *bar, const char *words, double bpm, int offset)
{
  static const char *const units[] = { "whole", "half", "quarter", "eighth" };
  CtMeter meter = { 0, bar->numerator, bar->denominator };
  int pulse = ct_pulse_ticks (&meter), unit = 2;
  char text[32];
  bool dotted = pulse == 3 * CT_TICKS_PER_QUARTER / 2;

  if (!dotted && pulse <= CT_TICKS_PER_WHOLE && pulse >= CT_TICKS_PER_QUARTER / 2)
    for (unit = 0; CT_TICKS_PER_WHOLE >> unit > pulse;)
      unit++;
  ct_xml_begin (out, "direction");
  ct_xml_attribute (out, "placement", "above");
  if (words)
    {
      ct_xml_begin (out, "direction-type");
      ct_xml_text (out, "words", words);
      ct_xml_end (out);
    }
  ct_xml_begin (out, "direction-type");
  ct_xml_begin (out, "metronome");
  ct_xml_text (out, "beat-unit", units[unit]);
  if (dotted)
    ct_xml_empty (out, "beat-unit-dot");
  ct_xml_number (out, "per-minute",
                 lround (bpm * CT_TICKS_PER_QUARTER / (dotted ? pulse : CT_TICKS_PER_WHOLE >> unit)));
  ct_xml_end (out);
  ct_xml_end (out);
  if (offset != 0)
    ct_xml_number (out, "offset", offset);
  format_hundredths (bpm, text, sizeof text);
  ct_xml_begin (out, "sound");
  ct_xml_attribute (out, "tempo", text);
  ct_xml_end (out);
  ct_xml_end (out);
}

static void
write_tempos (CtXmlOut *out, CtMusicXmlSigns *self, const CtNotationBar *bar, size_t index, int tick, int end)
{
  size_t n;
  const CtNotationTempo *tempos = ct_notation_tempos (self->piece, &n);

  for (; self->tempo < n && tempos[self->tempo].bar == index && tempos[self->tempo].tick < end; self->tempo++)
    {
      const CtNotationTempo *tempo = &tempos[self->tempo];

      /* those that are not worth printing would be printed by programs that make marks of all they read */
      if (tempo->shown)
        write_mark (out, bar, self->tempo == 0 && ct_notation_is_swung (self->piece) ? "Swing" : NULL, tempo->bpm,
                    tempo->tick - tick);
    }
}

/* ---- chords ---- */

static void
write_root (CtXmlOut *out, const char *kind, const CtSpelling *spelling)
{
  static const char *const steps[7] = { "C", "D", "E", "F", "G", "A", "B" };
  char name[16];

  ct_xml_begin (out, kind);
  snprintf (name, sizeof name, "%s-step", kind);
  ct_xml_text (out, name, steps[spelling->step]);
  snprintf (name, sizeof name, "%s-alter", kind);
  if (spelling->alter != 0)
    ct_xml_number (out, name, spelling->alter);
  ct_xml_end (out);
}

static void
write_chord (CtXmlOut *out, const CtMusicXmlSigns *self, const CtChord *sounding, const CtKey *key, int offset)
{
  CtKey written = ct_musicxml_written_key (key, self->transpose);
  CtChord chord = *sounding;
  CtSpelling spelling;

  ct_chord_transpose (&chord, self->transpose);
  spelling = ct_chord_spell (&chord, &written, CT_SPELLING_KEY, chord.root);
  ct_xml_begin (out, "harmony");
  write_root (out, "root", &spelling);
  ct_xml_begin (out, "kind");
  ct_xml_attribute (out, "text", ct_chord_suffix (chord.quality, CT_ACCIDENTAL_ASCII));
  ct_xml_string (out, kinds[chord.quality]);
  ct_xml_end (out);
  if (chord.bass != chord.root)
    {
      spelling = ct_chord_spell (&chord, &written, CT_SPELLING_KEY, chord.bass);
      write_root (out, "bass", &spelling);
    }
  if (offset != 0)
    ct_xml_number (out, "offset", offset);
  ct_xml_end (out);
}

static bool
same_chord (const CtChord *a, const CtChord *b)
{
  return a && a->quality == b->quality && a->root == b->root && a->bass == b->bass;
}

/* Where a chord begins, in ticks of the piece: on a line of a bar. */
static int64_t
chord_tick (const CtMusicXmlSigns *self, const CtNotationBar *bar, const CtChord *chord)
{
  int64_t within = ct_notation_tick_at (self->piece, chord->start_s) - bar->start;

  within = within < 0 ? 0 : within;
  return bar->start + (within + CHORD_STEP / 2) / CHORD_STEP * CHORD_STEP;
}

static void
write_chords (CtXmlOut *out, CtMusicXmlSigns *self, const CtNotationBar *bar, int tick, int end)
{
  const CtMusicXmlOptions *options = self->options;

  for (; self->chord < options->n_chords; self->chord++)
    {
      const CtChord *chord = &options->chords[self->chord];
      int64_t at = chord_tick (self, bar, chord);

      if (at >= bar->start + end)
        return;
      /* of several on one line the last one holds */
      if (self->chord + 1 < options->n_chords && chord_tick (self, bar, chord + 1) <= at)
        continue;
      if (chord->quality != CT_CHORD_NONE && chord->quality < CT_N_CHORD_QUALITIES && !same_chord (self->last, chord))
        write_chord (out, self, chord, &bar->key, (int) (at - bar->start) - tick);
      self->last = chord;
    }
}

void
ct_musicxml_write_signs (CtXmlOut *out, CtMusicXmlSigns *self, size_t bar, int tick, int end)
{
  size_t n_bars;
  const CtNotationBar *at = &ct_notation_bars (self->piece, &n_bars)[bar];

  write_tempos (out, self, at, bar, tick, end);
  write_chords (out, self, at, tick, end);
}
