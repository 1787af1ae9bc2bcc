/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Music in the symbols of numbered notation, before they have a place on a page. */
#ifndef CT_JIANPU_SYMBOLS_PRIVATE_H
#define CT_JIANPU_SYMBOLS_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/base/ct-status.h"
#include "core/notation/ct-notation.h"

/* No chord has more: each pitch once. */
#define CT_JIANPU_MAX_PITCHES 128

typedef struct
{
  int8_t degree;     /* 1 to 7 */
  int8_t octave;     /* dots above, below where negative */
  int8_t accidental; /* CtJianpuAccidental */
} CtJianpuPitch;

typedef enum
{
  CT_JIANPU_NO_ACCIDENTAL,
  CT_JIANPU_DOUBLE_FLAT,
  CT_JIANPU_FLAT,
  CT_JIANPU_NATURAL,
  CT_JIANPU_SHARP,
  CT_JIANPU_DOUBLE_SHARP,
} CtJianpuAccidental;

typedef enum
{
  CT_JIANPU_NOTE,
  CT_JIANPU_REST,
  CT_JIANPU_DASH,
} CtJianpuSymbolKind;

typedef struct
{
  CtJianpuSymbolKind kind;
  int tick;      /* in the bar */
  int n_pitches; /* of a note, from the lowest to the highest */
  CtJianpuPitch pitches[CT_JIANPU_MAX_PITCHES];
  int underlines, dots;
  int group;         /* the beat of the bar: underlines join within it */
  bool tied;         /* to the note after it */
  int tuplet;        /* so many in the time of fewer begin here; 0: none do */
  bool tuplet_stops; /* they end here */
} CtJianpuSymbol;

/* A voice in a bar. */
typedef struct
{
  size_t first, n; /* of the symbols */
} CtJianpuCell;

typedef struct
{
  const char *name; /* the part's, above its other voices; NULL for those */
  size_t part, staff, voice;
} CtJianpuRow;

/* The name of a chord where it begins. */
typedef struct
{
  size_t bar;
  int tick; /* in the bar */
  char name[CT_PITCH_NAME_SIZE];
} CtJianpuChord;

typedef struct
{
  const CtNotation *notation;
  const CtNotationBar *bars; /* [n_bars] */
  size_t n_bars;
  CtJianpuSymbol *symbols; /* [n] */
  size_t n, size;
  CtJianpuRow *rows; /* [n_rows] */
  size_t n_rows;
  CtJianpuCell *cells;   /* [n_bars][n_rows] */
  CtJianpuChord *chords; /* [n_chords], by bar and tick */
  size_t n_chords;
} CtJianpuMusic;

/* Finds the symbols of all parts and the chords; to be cleared by ct_jianpu_music_clear(), also after a failure. */
CtStatus ct_jianpu_music_init (CtJianpuMusic *self, const CtNotation *notation, const CtChord *chords, size_t n_chords)
    CT_MUST_USE;

void ct_jianpu_music_clear (CtJianpuMusic *self);

/* The chords of a bar, [@n]. */
const CtJianpuChord *ct_jianpu_music_chords (const CtJianpuMusic *self, size_t bar, size_t *n);

/* Whether the meter at a bar is another than before it. */
bool ct_jianpu_music_meter_changes (const CtJianpuMusic *self, size_t bar);

#endif
