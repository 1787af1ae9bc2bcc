/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "ui/document/ct-document.h"

G_BEGIN_DECLS

/* Where a hand puts a chord: one that is there, or a bar without one. A plain value. */
typedef struct
{
  CtTimeSpan span;
  const CtChord *chord; /* of the document's harmony, as long as that lives; or NULL */
} CtChordPlace;

/* What is at @time_s. Without bars, a second is one; it ends where a chord begins. */
CtChordPlace ct_chord_place_at (CtDocument *document, double time_s);

/* @chord and the key around it (*@key), both transposed by @semitones. */
CtChord ct_chord_place_heard (CtDocument *document, const CtChord *chord, int semitones, CtKey *key);

G_END_DECLS
