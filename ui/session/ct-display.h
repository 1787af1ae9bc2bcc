/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/base/ct-key.h"

G_BEGIN_DECLS

#define CT_TYPE_DISPLAY (ct_display_get_type ())
G_DECLARE_FINAL_TYPE (CtDisplay, ct_display, CT, DISPLAY, GObject)

/* How the spectrogram and the notes look, and what notes are called. Settings and controls bind to its properties
 * (readable and writable, notified only if the value changes); widgets that draw connect to "notify". */

typedef enum
{
  CT_COLOR_MAP_VIRIDIS,
  CT_COLOR_MAP_MAGMA,
  CT_COLOR_MAP_INFERNO,
  CT_COLOR_MAP_CIVIDIS,
  CT_COLOR_MAP_GREY,
} CtColorMapName;

#define CT_N_COLOR_MAPS (CT_COLOR_MAP_GREY + 1)

typedef enum
{
  CT_NOTE_OPACITY_VELOCITY,
  CT_NOTE_OPACITY_CONFIDENCE,
  CT_NOTE_OPACITY_SOLID,
} CtNoteOpacity;

/* What notes are called. */
typedef enum
{
  CT_NAME_NOTES_AUTOMATIC, /* as musicians of the user's language do */
  CT_NAME_NOTES_LETTERS,
  CT_NAME_NOTES_GERMAN,
  CT_NAME_NOTES_SOLFEGE, /* that of the user's language, do being C */
  CT_NAME_NOTES_NUMBERS, /* movable do, on the axis; in texts as if automatic */
} CtNameNotes;

#define CT_TYPE_COLOR_MAP_NAME (ct_color_map_name_get_type ())
#define CT_TYPE_NOTE_OPACITY (ct_note_opacity_get_type ())
#define CT_TYPE_NAME_NOTES (ct_name_notes_get_type ())
#define CT_TYPE_SPELLING_STYLE (ct_spelling_style_get_type ())
GType ct_color_map_name_get_type (void);
GType ct_note_opacity_get_type (void);
GType ct_name_notes_get_type (void);
GType ct_spelling_style_get_type (void);

CtDisplay *ct_display_new (void);

/* "gain-db", -40 to 60: added to every level of the spectrogram. */
double ct_display_get_gain_db (CtDisplay *self);
/* "contrast", 0.25 to 4: stretches the levels about the middle of the colours. */
double ct_display_get_contrast (CtDisplay *self);
/* What it is at first: notes, and not their harmonics, stand out. */
#define CT_DISPLAY_FUNDAMENTALS 0.6
/* "fundamentals", 0 to 1: how far energy that a lower pitch explains as its harmonic is dimmed. */
double ct_display_get_fundamentals (CtDisplay *self);
/* "color-map" */
CtColorMapName ct_display_get_color_map (CtDisplay *self);
/* "note-opacity": the property of a note that sets how opaque it is. */
CtNoteOpacity ct_display_get_note_opacity (CtDisplay *self);
/* "show-uncertain": whether uncertain notes are always drawn and can be picked. */
gboolean ct_display_get_show_uncertain (CtDisplay *self);
/* "reviewing": whether they are for the time being, while they are gone through. No setting, and not kept. */
gboolean ct_display_get_reviewing (CtDisplay *self);
/* Whether they are, for either reason. */
gboolean ct_display_shows_uncertain (CtDisplay *self);
/* "show-bars": whether bars and beats are drawn where they are known. */
gboolean ct_display_get_show_bars (CtDisplay *self);
/* "note-names" */
CtNameNotes ct_display_get_note_names (CtDisplay *self);
/* "spelling": which of its two names a black key gets. */
CtSpellingStyle ct_display_get_spelling (CtDisplay *self);
/* "show-chords": whether chords are shown where they are known. */
gboolean ct_display_get_show_chords (CtDisplay *self);

G_END_DECLS
