/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts and measures of a MusicXML document. */
#include <stdio.h>
#include <stdlib.h>

#include "core/notation/ct-musicxml-private.h"

#define N_MIDI_CHANNELS 15
#define PERCUSSION 9

/* The written pitches whose octaves MusicXML has, however they are spelled. */
#define LOWEST_WRITTEN 13
#define HIGHEST_WRITTEN 130

/* Instruments whose players read other pitches than they sound. */
static const struct
{
  uint8_t program;
  int chromatic; /* from written to sounding pitch, in semitones */
  int diatonic;  /* the same in steps */
} transposing[] = {
  { 56, -2, -1 },   /* trumpet in B flat */
  { 60, -7, -4 },   /* French horn in F */
  { 64, -2, -1 },   /* soprano saxophone in B flat */
  { 65, -9, -5 },   /* alto saxophone in E flat */
  { 66, -14, -8 },  /* tenor saxophone in B flat */
  { 67, -21, -12 }, /* baritone saxophone in E flat */
  { 69, -7, -4 },   /* English horn in F */
  { 71, -2, -1 },   /* clarinet in B flat */
  { 72, 12, 7 },    /* piccolo */
};

static const struct
{
  const char *sign;
  int line;
  int octaves;
} clefs[CT_N_CLEFS] = {
  [CT_CLEF_TREBLE] = { "G", 2, 0 },      [CT_CLEF_BASS] = { "F", 4, 0 },       [CT_CLEF_ALTO] = { "C", 3, 0 },
  [CT_CLEF_TREBLE_8VB] = { "G", 2, -1 }, [CT_CLEF_TREBLE_8VA] = { "G", 2, 1 }, [CT_CLEF_TREBLE_15MA] = { "G", 2, 2 },
  [CT_CLEF_BASS_8VB] = { "F", 4, -1 },   [CT_CLEF_BASS_15MB] = { "F", 4, -2 },
};

/* A part that is written. */
typedef struct
{
  CtXmlOut *out;
  const CtNotation *piece;
  const CtNotationPart *part;
  size_t index;
  int chromatic;    /* from written to sounding pitch, in semitones */
  int diatonic;     /* the same in steps */
  bool transposing; /* the instrument is one that does */
  CtStaffSpelling staves[CT_NOTATION_MAX_STAVES];
  CtMusicXmlSigns *signs; /* NULL: they stand over another part */
} Part;

/* ---- the head ---- */

static void
write_identification (CtXmlOut *out, const CtNotation *piece, const CtMusicXmlOptions *options)
{
  if (options->title && *options->title)
    {
      ct_xml_begin (out, "work");
      ct_xml_text (out, "work-title", options->title);
      ct_xml_end (out);
    }
  ct_xml_begin (out, "identification");
  ct_xml_begin (out, "encoding");
  if (options->software)
    ct_xml_text (out, "software", options->software);
  ct_xml_begin (out, "supports");
  ct_xml_attribute (out, "element", "accidental");
  ct_xml_attribute (out, "type", "yes");
  ct_xml_end (out);
  ct_xml_end (out);
  if (!ct_notation_has_beats (piece))
    {
      ct_xml_begin (out, "miscellaneous");
      ct_xml_begin (out, "miscellaneous-field");
      ct_xml_attribute (out, "name", "beats");
      ct_xml_string (out, "not known: one beat a second");
      ct_xml_end (out);
      ct_xml_end (out);
    }
  ct_xml_end (out);
}

/* What a part with pitches sounds like. */
static void
write_instrument (CtXmlOut *out, const CtNotationPart *part, size_t index)
{
  char instrument[40];
  int channel = (int) (index % N_MIDI_CHANNELS);

  snprintf (instrument, sizeof instrument, "P%zu-I1", index + 1);
  ct_xml_begin (out, "score-instrument");
  ct_xml_attribute (out, "id", instrument);
  ct_xml_text (out, "instrument-name", part->name);
  ct_xml_end (out);
  ct_xml_begin (out, "midi-instrument");
  ct_xml_attribute (out, "id", instrument);
  ct_xml_number (out, "midi-channel", channel < PERCUSSION ? channel + 1 : channel + 2);
  ct_xml_number (out, "midi-program", part->program + 1);
  ct_xml_end (out);
}

static void
write_part_name (CtXmlOut *out, const CtNotation *piece, const CtNotationPart *part, size_t index)
{
  char id[32];

  snprintf (id, sizeof id, "P%zu", index + 1);
  ct_xml_begin (out, "score-part");
  ct_xml_attribute (out, "id", id);
  ct_xml_text (out, "part-name", part->name);
  if (part->percussion)
    ct_musicxml_write_drums (out, piece, index + 1);
  else
    write_instrument (out, part, index);
  ct_xml_end (out);
}

/* ---- measures ---- */

static void
write_key (CtXmlOut *out, const CtKey *key)
{
  ct_xml_begin (out, "key");
  ct_xml_number (out, "fifths", key->fifths);
  ct_xml_text (out, "mode", key->minor ? "minor" : "major");
  ct_xml_end (out);
}

static void
write_clefs (const Part *self)
{
  if (self->part->percussion)
    {
      ct_xml_begin (self->out, "clef");
      ct_xml_text (self->out, "sign", "percussion");
      ct_xml_end (self->out);
      return;
    }
  for (size_t staff = 0; staff < self->part->n_staves; staff++)
    {
      CtClef clef = self->transposing ? CT_CLEF_TREBLE : self->part->clefs[staff];
      char number[2] = { (char) ('1' + staff), '\0' };

      ct_xml_begin (self->out, "clef");
      if (self->part->n_staves > 1)
        ct_xml_attribute (self->out, "number", number);
      ct_xml_text (self->out, "sign", clefs[clef].sign);
      ct_xml_number (self->out, "line", clefs[clef].line);
      if (clefs[clef].octaves != 0)
        ct_xml_number (self->out, "clef-octave-change", clefs[clef].octaves);
      ct_xml_end (self->out);
    }
}

static void
write_transposition (const Part *self)
{
  int octaves = self->chromatic / 12;

  if (self->chromatic == 0)
    return;
  ct_xml_begin (self->out, "transpose");
  ct_xml_number (self->out, "diatonic", self->diatonic - 7 * octaves);
  ct_xml_number (self->out, "chromatic", self->chromatic - 12 * octaves);
  if (octaves != 0)
    ct_xml_number (self->out, "octave-change", octaves);
  ct_xml_end (self->out);
}

/* What changes at the beginning of a bar; in the first one, everything. */
static void
write_attributes (const Part *self, const CtNotationBar *bar, const CtNotationBar *before)
{
  CtKey key = ct_musicxml_written_key (&bar->key, -self->chromatic);
  bool new_key = !before || (!self->part->percussion && !ct_key_equal (&bar->key, &before->key));
  bool new_time = !before || bar->numerator != before->numerator || bar->denominator != before->denominator;

  if (!new_key && !new_time)
    return;
  if (self->part->percussion)
    key = (CtKey){ 0 }; /* drums have none */
  ct_xml_begin (self->out, "attributes");
  if (!before)
    ct_xml_number (self->out, "divisions", CT_TICKS_PER_QUARTER);
  if (new_key)
    write_key (self->out, &key);
  if (new_time)
    {
      ct_xml_begin (self->out, "time");
      ct_xml_number (self->out, "beats", bar->numerator);
      ct_xml_number (self->out, "beat-type", bar->denominator);
      ct_xml_end (self->out);
    }
  if (!before)
    {
      if (self->part->n_staves > 1)
        ct_xml_number (self->out, "staves", self->part->n_staves);
      write_clefs (self);
      write_transposition (self);
    }
  ct_xml_end (self->out);
}

static void
write_voice (const Part *self, size_t bar, size_t staff, size_t voice, const CtNotationEvent *events, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      if (self->signs && staff == 0 && voice == 0)
        ct_musicxml_write_signs (self->out, self->signs, bar, events[i].start, events[i].start + events[i].length);
      ct_musicxml_write_event (self->out, self->piece, &self->staves[staff], &events[i], staff, voice,
                               self->part->n_staves);
    }
}

static void
write_backup (CtXmlOut *out, int ticks)
{
  ct_xml_begin (out, "backup");
  ct_xml_number (out, "duration", ticks);
  ct_xml_end (out);
}

static CtStatus
write_music (Part *self, const CtNotationBar *bar, size_t index)
{
  for (size_t staff = 0; staff < self->part->n_staves; staff++)
    {
      CtStatus status = CT_STATUS_OK;

      if (!self->part->percussion)
        status = ct_musicxml_spell_bar (&self->staves[staff], self->piece, self->index, staff, index);
      if (status != CT_STATUS_OK)
        return status;
      for (size_t voice = 0; voice < CT_NOTATION_MAX_VOICES; voice++)
        {
          size_t n;
          const CtNotationEvent *events = ct_notation_events (self->piece, self->index, staff, index, voice, &n);

          if (n > 0 && staff + voice > 0)
            write_backup (self->out, bar->length);
          write_voice (self, index, staff, voice, events, n);
        }
    }
  return CT_STATUS_OK;
}

static void
write_last_barline (CtXmlOut *out)
{
  ct_xml_begin (out, "barline");
  ct_xml_attribute (out, "location", "right");
  ct_xml_text (out, "bar-style", "light-heavy");
  ct_xml_end (out);
}

static CtStatus
write_measures (Part *self)
{
  size_t n;
  const CtNotationBar *bars = ct_notation_bars (self->piece, &n);

  for (size_t i = 0; i < n; i++)
    {
      char number[24];
      CtStatus status;

      snprintf (number, sizeof number, "%lld", (long long) bars[i].number);
      ct_xml_begin (self->out, "measure");
      ct_xml_attribute (self->out, "number", number);
      if (bars[i].pick_up || bars[i].number < 1)
        ct_xml_attribute (self->out, "implicit", "yes");
      write_attributes (self, &bars[i], i > 0 ? &bars[i - 1] : NULL);
      status = write_music (self, &bars[i], i);
      if (status != CT_STATUS_OK)
        return status;
      if (i + 1 == n)
        write_last_barline (self->out);
      ct_xml_end (self->out);
    }
  return CT_STATUS_OK;
}

/* ---- the score ---- */

/* A file has at least one part: one of rests where there is no music. */
static CtStatus
write_silence (CtXmlOut *out, const CtNotation *piece)
{
  static const CtNotationPart nobody = { .n_staves = 1 };
  const Part part = { .out = out, .piece = piece, .part = &nobody };
  size_t n;
  const CtNotationBar *bars = ct_notation_bars (piece, &n);

  ct_xml_begin (out, "part");
  ct_xml_attribute (out, "id", "P1");
  for (size_t i = 0; i < n; i++)
    {
      const CtNotationEvent rest = { .length = bars[i].length, .actual = 1, .normal = 1, .whole_bar = true };
      char number[24];

      snprintf (number, sizeof number, "%lld", (long long) bars[i].number);
      ct_xml_begin (out, "measure");
      ct_xml_attribute (out, "number", number);
      write_attributes (&part, &bars[i], i > 0 ? &bars[i - 1] : NULL);
      ct_musicxml_write_event (out, piece, &part.staves[0], &rest, 0, 0, 1);
      ct_xml_end (out);
    }
  ct_xml_end (out);
  return CT_STATUS_OK;
}

/* The lowest and the highest pitch of a part. */
static void
find_range (const Part *self, int *low, int *high)
{
  size_t n_bars;

  ct_notation_bars (self->piece, &n_bars);
  for (size_t staff = 0; staff < self->part->n_staves; staff++)
    for (size_t cell = 0; cell < n_bars * CT_NOTATION_MAX_VOICES; cell++)
      {
        size_t n;
        const CtNotationEvent *events = ct_notation_events (self->piece, self->index, staff,
                                                            cell / CT_NOTATION_MAX_VOICES,
                                                            cell % CT_NOTATION_MAX_VOICES, &n);

        for (size_t i = 0; i < n; i++)
          if (events[i].n_pitches > 0)
            {
              const CtNotationPitch *pitches = ct_notation_pitches (self->piece, &events[i]);
              int lowest = pitches[0].midi, highest = pitches[events[i].n_pitches - 1].midi;

              *low = lowest < *low ? lowest : *low;
              *high = highest > *high ? highest : *high;
            }
      }
}

/* What MusicXML has no octave for is written in another one, as transposing instruments are. */
static void
fit_octaves (Part *self)
{
  int low = 127, high = 0;

  find_range (self, &low, &high);
  for (; low - self->chromatic < LOWEST_WRITTEN && high >= low; self->chromatic -= 12)
    self->diatonic -= 7;
  for (; high - self->chromatic > HIGHEST_WRITTEN && low - self->chromatic - 12 >= LOWEST_WRITTEN;
       self->chromatic += 12)
    self->diatonic += 7;
}

static CtStatus
write_part (Part *self, const CtMusicXmlOptions *options)
{
  char id[32];
  CtStatus status;

  for (size_t i = 0; options->transposed && !self->part->percussion && i < sizeof transposing / sizeof *transposing;
       i++)
    if (transposing[i].program == self->part->program)
      {
        self->transposing = true;
        self->chromatic = transposing[i].chromatic;
        self->diatonic = transposing[i].diatonic;
      }
  if (self->part->percussion)
    self->staves[0].drummer = self->index + 1;
  else
    fit_octaves (self);
  for (size_t i = 0; i < CT_NOTATION_MAX_STAVES; i++)
    self->staves[i].transpose = -self->chromatic;
  if (self->signs)
    self->signs->transpose = -self->chromatic;
  snprintf (id, sizeof id, "P%zu", self->index + 1);
  ct_xml_begin (self->out, "part");
  ct_xml_attribute (self->out, "id", id);
  status = write_measures (self);
  ct_xml_end (self->out);
  for (size_t i = 0; i < CT_NOTATION_MAX_STAVES; i++)
    free (self->staves[i].printed);
  return status;
}

CtStatus
ct_musicxml_write_score (CtXmlOut *out, const CtNotation *piece, const CtMusicXmlOptions *options)
{
  size_t n;
  const CtNotationPart *parts = ct_notation_parts (piece, &n);
  CtMusicXmlSigns signs = { .piece = piece, .options = options };
  CtStatus status = CT_STATUS_OK;

  ct_xml_begin (out, "score-partwise");
  ct_xml_attribute (out, "version", "4.0");
  write_identification (out, piece, options);
  ct_xml_begin (out, "part-list");
  for (size_t i = 0; i < n; i++)
    write_part_name (out, piece, &parts[i], i);
  if (n == 0)
    write_part_name (out, piece, &(const CtNotationPart){ 0 }, 0);
  ct_xml_end (out);
  if (n == 0)
    status = write_silence (out, piece);
  for (size_t i = 0; i < n && status == CT_STATUS_OK; i++)
    {
      Part part = { .out = out, .piece = piece, .part = &parts[i], .index = i, .signs = i == 0 ? &signs : NULL };

      status = write_part (&part, options);
    }
  ct_xml_end (out);
  return status == CT_STATUS_OK && out->failed ? CT_STATUS_NO_MEMORY : status;
}
