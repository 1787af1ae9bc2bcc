/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_MUSICXML_PRIVATE_H
#define CT_MUSICXML_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-key.h"
#include "core/base/ct-status.h"
#include "core/notation/ct-musicxml.h"
#include "core/notation/ct-notation.h"

/* XML that is written. */
typedef struct
{
  struct _xmlTextWriter *xml;
  bool failed; /* for want of memory */
} CtXmlOut;

/* ---- XML (ct-xml-out.c) ---- */

void ct_xml_begin (CtXmlOut *self, const char *name);
void ct_xml_end (CtXmlOut *self);
void ct_xml_attribute (CtXmlOut *self, const char *name, const char *value);
/* An element with nothing but text, which may be any: what XML cannot hold is replaced. */
void ct_xml_text (CtXmlOut *self, const char *name, const char *text);
void ct_xml_number (CtXmlOut *self, const char *name, int64_t value);
/* An element without content. */
void ct_xml_empty (CtXmlOut *self, const char *name);
/* Text within the element that is open. */
void ct_xml_string (CtXmlOut *self, const char *text);

/* ---- notes (ct-musicxml-note.c) ---- */

/* How the pitches of a staff are written. */
typedef struct
{
  size_t drummer;                          /* the number of the part, if it has drums instead of pitches, or 0 */
  int transpose;                           /* semitones from sounding to written pitch */
  CtKey held[CT_NOTATION_MAX_VOICES][128]; /* the keys in which the notes were spelled that are tied on */
  bool *printed;                           /* [n_printed]: whether each pitch of a bar needs its accidental */
  size_t n_printed;
  size_t first_pitch; /* of the bar */
} CtStaffSpelling;

/* The key in which a part that is transposed reads. */
CtKey ct_musicxml_written_key (const CtKey *key, int transpose);

/* Finds what needs an accidental in a bar of a staff. CT_STATUS_NO_MEMORY. */
CtStatus ct_musicxml_spell_bar (CtStaffSpelling *self, const CtNotation *piece, size_t part, size_t staff, size_t bar)
    CT_MUST_USE;

/* Writes the notes of an event. @voice: 0 or 1; @n_staves: of the part. */
void ct_musicxml_write_event (CtXmlOut *out,
                              const CtNotation *piece,
                              const CtStaffSpelling *spelling,
                              const CtNotationEvent *event,
                              size_t staff,
                              size_t voice,
                              size_t n_staves);

/* ---- drums (ct-musicxml-drums.c); parts are counted from 1 on ---- */

/* Says which drums the part of percussion has. */
void ct_musicxml_write_drums (CtXmlOut *out, const CtNotation *piece, size_t part);

/* What a note of a drum has instead of a pitch. */
void ct_musicxml_write_unpitched (CtXmlOut *out, uint8_t key);

/* Which drum it is. */
void ct_musicxml_write_drum (CtXmlOut *out, size_t part, uint8_t key);

/* Its stem and notehead. @voice: 0 for hands, 1 for feet. */
void ct_musicxml_write_drum_look (CtXmlOut *out, uint8_t key, size_t voice);

/* ---- signs over the staff (ct-musicxml-signs.c) ---- */

/* What stands over the first part. Zero it; what is written comes in order. */
typedef struct
{
  const CtNotation *piece;
  const CtMusicXmlOptions *options;
  int transpose;
  size_t tempo; /* the next tempo */
  size_t chord; /* the next chord */
  const CtChord *last;
} CtMusicXmlSigns;

/* Writes the tempos and chords from where it stands up to tick @end of bar @bar, where the music has come to @tick. */
void ct_musicxml_write_signs (CtXmlOut *out, CtMusicXmlSigns *self, size_t bar, int tick, int end);

/* ---- the score (ct-musicxml-score.c) ---- */

/* Writes the whole document. CT_STATUS_NO_MEMORY. */
CtStatus ct_musicxml_write_score (CtXmlOut *out, const CtNotation *piece, const CtMusicXmlOptions *options) CT_MUST_USE;

#endif
