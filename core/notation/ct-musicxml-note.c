/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes, chords and rests in MusicXML. */
#include <stdlib.h>
#include <string.h>

#include "core/notation/ct-musicxml-private.h"

static const char *const types[CT_N_NOTE_VALUES] = { "whole", "half", "quarter", "eighth", "16th",
                                                     "32nd",  "64th", "128th",   "256th" };

static const char *const steps[7] = { "C", "D", "E", "F", "G", "A", "B" };

/* By alteration from two flats to two sharps. */
static const char *const accidentals[5] = { "flat-flat", "flat", "natural", "sharp", "double-sharp" };

/* The octaves that MusicXML has. */
#define N_OCTAVES 10

/* ---- spelling ---- */

CtKey
ct_musicxml_written_key (const CtKey *key, int transpose)
{
  return transpose % 12 == 0 ? *key : ct_key_transpose (key, transpose);
}

/* Spells a written pitch. Parts are written in octaves where all fits, if there are such. */
static CtSpelling
spell (const CtKey *key, int midi)
{
  int octaves = 0;
  CtSpelling spelling;

  /* written pitches of transposing instruments may lie beyond MIDI's */
  for (; midi > 127; midi -= 12)
    octaves++;
  for (; midi < 0; midi += 12)
    octaves--;
  spelling = ct_key_spell (key, CT_SPELLING_KEY, midi);
  spelling.octave = (int8_t) (spelling.octave + octaves);
  if (spelling.octave < 0)
    spelling.octave = 0;
  if (spelling.octave >= N_OCTAVES)
    spelling.octave = N_OCTAVES - 1;
  return spelling;
}

/* What a step has in a key: the sharps come in the order F C G D A E B. */
static int
key_alter (const CtKey *key, int step)
{
  static const int order[7] = { 1, 3, 5, 0, 2, 4, 6 }; /* of C to B among the sharps */

  if (key->fifths > order[step])
    return 1;
  return -key->fifths > 6 - order[step] ? -1 : 0;
}

typedef struct
{
  int8_t alters[7][N_OCTAVES];
} Bar;

/* Marks the pitches of an event that need an accidental after what @bar had so far. */
static void
mark_event (CtStaffSpelling *self,
            const CtNotation *piece,
            const CtNotationEvent *event,
            size_t voice,
            const CtKey *key,
            Bar *bar)
{
  const CtNotationPitch *pitches = ct_notation_pitches (piece, event);

  for (size_t i = 0; i < event->n_pitches; i++)
    {
      CtSpelling spelling;
      int8_t *alter;

      if (!pitches[i].tied_from)
        self->held[voice][pitches[i].midi] = *key;
      spelling = spell (&self->held[voice][pitches[i].midi], pitches[i].midi + self->transpose);
      alter = &bar->alters[spelling.step][spelling.octave];
      /* what is tied over a barline has its accidental before it, and leaves none behind */
      self->printed[event->first_pitch + i - self->first_pitch] = !pitches[i].tied_from && *alter != spelling.alter;
      if (!pitches[i].tied_from)
        *alter = spelling.alter;
    }
}

static CtStatus
make_room (CtStaffSpelling *self, size_t n)
{
  bool *printed;

  if (n <= self->n_printed)
    return CT_STATUS_OK;
  printed = realloc (self->printed, n * sizeof *printed);
  if (!printed)
    return CT_STATUS_NO_MEMORY;
  self->printed = printed;
  self->n_printed = n;
  return CT_STATUS_OK;
}

CtStatus
ct_musicxml_spell_bar (CtStaffSpelling *self, const CtNotation *piece, size_t part, size_t staff, size_t bar)
{
  size_t n_bars, n[CT_NOTATION_MAX_VOICES], at[CT_NOTATION_MAX_VOICES] = { 0 }, n_pitches = 0;
  const CtNotationEvent *events[CT_NOTATION_MAX_VOICES];
  CtKey key = ct_musicxml_written_key (&ct_notation_bars (piece, &n_bars)[bar].key, self->transpose);
  Bar state = { 0 };
  CtStatus status;

  for (size_t voice = 0; voice < CT_NOTATION_MAX_VOICES; voice++)
    {
      events[voice] = ct_notation_events (piece, part, staff, bar, voice, &n[voice]);
      for (size_t i = 0; i < n[voice]; i++)
        n_pitches += events[voice][i].n_pitches;
    }
  /* the pitches of a bar lie together, those of the first voice before those of the second */
  self->first_pitch = events[0][0].first_pitch;
  status = make_room (self, n_pitches);
  if (status != CT_STATUS_OK)
    return status;
  for (int step = 0; step < 7; step++)
    memset (state.alters[step], key_alter (&key, step), N_OCTAVES);
  while (at[0] < n[0] || at[1] < n[1])
    {
      size_t voice = at[0] >= n[0] || (at[1] < n[1] && events[1][at[1]].start < events[0][at[0]].start);

      mark_event (self, piece, &events[voice][at[voice]], voice, &key, &state);
      at[voice]++;
    }
  return CT_STATUS_OK;
}

/* ---- writing ---- */

static void
write_pitch (CtXmlOut *out, const CtSpelling *spelling)
{
  ct_xml_begin (out, "pitch");
  ct_xml_text (out, "step", steps[spelling->step]);
  if (spelling->alter != 0)
    ct_xml_number (out, "alter", spelling->alter);
  ct_xml_number (out, "octave", spelling->octave);
  ct_xml_end (out);
}

static void
write_typed (CtXmlOut *out, const char *name, const char *type)
{
  ct_xml_begin (out, name);
  ct_xml_attribute (out, "type", type);
  ct_xml_end (out);
}

static void
write_value (CtXmlOut *out, const CtNotationEvent *event)
{
  ct_xml_text (out, "type", types[event->value]);
  for (int i = 0; i < event->dots; i++)
    ct_xml_empty (out, "dot");
}

static void
write_time_modification (CtXmlOut *out, const CtNotationEvent *event)
{
  if (event->actual == 1)
    return;
  ct_xml_begin (out, "time-modification");
  ct_xml_number (out, "actual-notes", event->actual);
  ct_xml_number (out, "normal-notes", event->normal);
  if (event->tuplet_value != event->value || event->dots > 0)
    ct_xml_text (out, "normal-type", types[event->tuplet_value]);
  ct_xml_end (out);
}

/* The ties of a pitch and, with the first of an event, the ends of its tuplet. */
static void
write_notations (CtXmlOut *out, const CtNotationEvent *event, const CtNotationPitch *pitch, bool first)
{
  bool starts = first && event->tuplet_start, stops = first && event->tuplet_stop;

  if (!starts && !stops && !(pitch && (pitch->tied_from || pitch->tied_to)))
    return;
  ct_xml_begin (out, "notations");
  if (pitch && pitch->tied_from)
    write_typed (out, "tied", "stop");
  if (pitch && pitch->tied_to)
    write_typed (out, "tied", "start");
  if (starts)
    write_typed (out, "tuplet", "start");
  if (stops)
    write_typed (out, "tuplet", "stop");
  ct_xml_end (out);
}

/* The beginning of a note up to its voice. @drummer: as in CtStaffSpelling. */
static void
write_sound (CtXmlOut *out,
             const CtNotationEvent *event,
             const CtNotationPitch *pitch,
             const CtSpelling *spelling,
             size_t drummer,
             bool first)
{
  if (!first)
    ct_xml_empty (out, "chord");
  if (pitch && drummer > 0)
    ct_musicxml_write_unpitched (out, pitch->midi);
  else if (pitch)
    write_pitch (out, spelling);
  else
    {
      ct_xml_begin (out, "rest");
      if (event->whole_bar)
        ct_xml_attribute (out, "measure", "yes");
      ct_xml_end (out);
    }
  ct_xml_number (out, "duration", event->length);
  if (pitch && pitch->tied_from)
    write_typed (out, "tie", "stop");
  if (pitch && pitch->tied_to)
    write_typed (out, "tie", "start");
  if (pitch && drummer > 0)
    ct_musicxml_write_drum (out, drummer, pitch->midi);
}

void
ct_musicxml_write_event (CtXmlOut *out,
                         const CtNotation *piece,
                         const CtStaffSpelling *spelling,
                         const CtNotationEvent *event,
                         size_t staff,
                         size_t voice,
                         size_t n_staves)
{
  const CtNotationPitch *pitches = ct_notation_pitches (piece, event);

  for (size_t i = 0; i < event->n_pitches || i == 0; i++)
    {
      const CtNotationPitch *pitch = event->n_pitches > 0 ? &pitches[i] : NULL;
      bool drum = pitch && spelling->drummer > 0;
      CtSpelling spelled = { 0 };

      if (pitch && !drum)
        spelled = spell (&spelling->held[voice][pitch->midi], pitch->midi + spelling->transpose);
      ct_xml_begin (out, "note");
      if (event->implied)
        ct_xml_attribute (out, "print-object", "no");
      write_sound (out, event, pitch, &spelled, spelling->drummer, i == 0);
      ct_xml_number (out, "voice", (int64_t) (4 * staff + voice + 1));
      if (!event->whole_bar)
        write_value (out, event);
      if (pitch && !drum && spelling->printed[event->first_pitch + i - spelling->first_pitch])
        ct_xml_text (out, "accidental", accidentals[spelled.alter + 2]);
      write_time_modification (out, event);
      if (drum)
        ct_musicxml_write_drum_look (out, pitch->midi, voice);
      if (n_staves > 1)
        ct_xml_number (out, "staff", (int64_t) staff + 1);
      write_notations (out, event, pitch, i == 0);
      ct_xml_end (out);
    }
}
