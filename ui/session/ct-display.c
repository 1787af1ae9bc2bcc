/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-display.h"

#include <glib-object.h>

#include "core/base/ct-key.h"

#define MIN_GAIN_DB (-40.0)
#define MAX_GAIN_DB 60.0
#define MIN_CONTRAST 0.25
#define MAX_CONTRAST 4.0

enum
{
  PROP_GAIN_DB = 1,
  PROP_CONTRAST,
  PROP_FUNDAMENTALS,
  PROP_COLOR_MAP,
  PROP_NOTE_OPACITY,
  PROP_SHOW_UNCERTAIN,
  PROP_REVIEWING,
  PROP_SHOW_BARS,
  PROP_NOTE_NAMES,
  PROP_SPELLING,
  PROP_SHOW_CHORDS,
  N_PROPS,
};

struct _CtDisplay
{
  GObject parent_instance;

  double gain_db;
  double contrast;
  double fundamentals;
  CtColorMapName color_map;
  CtNoteOpacity note_opacity;
  gboolean show_uncertain;
  gboolean reviewing;
  gboolean show_bars;
  CtNameNotes note_names;
  CtSpellingStyle spelling;
  gboolean show_chords;
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtDisplay, ct_display, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (CtColorMapName,
                    ct_color_map_name,
                    G_DEFINE_ENUM_VALUE (CT_COLOR_MAP_VIRIDIS, "viridis"),
                    G_DEFINE_ENUM_VALUE (CT_COLOR_MAP_MAGMA, "magma"),
                    G_DEFINE_ENUM_VALUE (CT_COLOR_MAP_INFERNO, "inferno"),
                    G_DEFINE_ENUM_VALUE (CT_COLOR_MAP_CIVIDIS, "cividis"),
                    G_DEFINE_ENUM_VALUE (CT_COLOR_MAP_GREY, "grey"))
G_DEFINE_ENUM_TYPE (CtNoteOpacity,
                    ct_note_opacity,
                    G_DEFINE_ENUM_VALUE (CT_NOTE_OPACITY_VELOCITY, "velocity"),
                    G_DEFINE_ENUM_VALUE (CT_NOTE_OPACITY_CONFIDENCE, "confidence"),
                    G_DEFINE_ENUM_VALUE (CT_NOTE_OPACITY_SOLID, "solid"))
G_DEFINE_ENUM_TYPE (CtNameNotes,
                    ct_name_notes,
                    G_DEFINE_ENUM_VALUE (CT_NAME_NOTES_AUTOMATIC, "automatic"),
                    G_DEFINE_ENUM_VALUE (CT_NAME_NOTES_LETTERS, "letters"),
                    G_DEFINE_ENUM_VALUE (CT_NAME_NOTES_GERMAN, "german"),
                    G_DEFINE_ENUM_VALUE (CT_NAME_NOTES_SOLFEGE, "solfege"),
                    G_DEFINE_ENUM_VALUE (CT_NAME_NOTES_NUMBERS, "numbers"))
G_DEFINE_ENUM_TYPE (CtSpellingStyle,
                    ct_spelling_style,
                    G_DEFINE_ENUM_VALUE (CT_SPELLING_KEY, "key"),
                    G_DEFINE_ENUM_VALUE (CT_SPELLING_SHARPS, "sharps"),
                    G_DEFINE_ENUM_VALUE (CT_SPELLING_FLATS, "flats"))

double
ct_display_get_gain_db (CtDisplay *self)
{
  g_return_val_if_fail (CT_IS_DISPLAY (self), 0);
  return self->gain_db;
}

double
ct_display_get_contrast (CtDisplay *self)
{
  g_return_val_if_fail (CT_IS_DISPLAY (self), 1);
  return self->contrast;
}

double
ct_display_get_fundamentals (CtDisplay *self)
{
  g_return_val_if_fail (CT_IS_DISPLAY (self), 0);
  return self->fundamentals;
}

CtColorMapName
ct_display_get_color_map (CtDisplay *self)
{
  g_return_val_if_fail (CT_IS_DISPLAY (self), CT_COLOR_MAP_MAGMA);
  return self->color_map;
}

CtNoteOpacity
ct_display_get_note_opacity (CtDisplay *self)
{
  g_return_val_if_fail (CT_IS_DISPLAY (self), CT_NOTE_OPACITY_VELOCITY);
  return self->note_opacity;
}

gboolean
ct_display_get_show_uncertain (CtDisplay *self)
{
  g_return_val_if_fail (CT_IS_DISPLAY (self), FALSE);
  return self->show_uncertain;
}

gboolean
ct_display_get_reviewing (CtDisplay *self)
{
  g_return_val_if_fail (CT_IS_DISPLAY (self), FALSE);
  return self->reviewing;
}

gboolean
ct_display_shows_uncertain (CtDisplay *self)
{
  g_return_val_if_fail (CT_IS_DISPLAY (self), FALSE);
  return self->show_uncertain || self->reviewing;
}

gboolean
ct_display_get_show_bars (CtDisplay *self)
{
  g_return_val_if_fail (CT_IS_DISPLAY (self), FALSE);
  return self->show_bars;
}

CtNameNotes
ct_display_get_note_names (CtDisplay *self)
{
  g_return_val_if_fail (CT_IS_DISPLAY (self), CT_NAME_NOTES_AUTOMATIC);
  return self->note_names;
}

CtSpellingStyle
ct_display_get_spelling (CtDisplay *self)
{
  g_return_val_if_fail (CT_IS_DISPLAY (self), CT_SPELLING_KEY);
  return self->spelling;
}

gboolean
ct_display_get_show_chords (CtDisplay *self)
{
  g_return_val_if_fail (CT_IS_DISPLAY (self), FALSE);
  return self->show_chords;
}

static void
ct_display_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtDisplay *self = CT_DISPLAY (object);

  switch (id)
    {
    case PROP_GAIN_DB:
      g_value_set_double (value, self->gain_db);
      break;
    case PROP_CONTRAST:
      g_value_set_double (value, self->contrast);
      break;
    case PROP_FUNDAMENTALS:
      g_value_set_double (value, self->fundamentals);
      break;
    case PROP_COLOR_MAP:
      g_value_set_enum (value, self->color_map);
      break;
    case PROP_NOTE_OPACITY:
      g_value_set_enum (value, self->note_opacity);
      break;
    case PROP_SHOW_UNCERTAIN:
      g_value_set_boolean (value, self->show_uncertain);
      break;
    case PROP_REVIEWING:
      g_value_set_boolean (value, self->reviewing);
      break;
    case PROP_SHOW_BARS:
      g_value_set_boolean (value, self->show_bars);
      break;
    case PROP_SHOW_CHORDS:
      g_value_set_boolean (value, self->show_chords);
      break;
    case PROP_NOTE_NAMES:
      g_value_set_enum (value, self->note_names);
      break;
    case PROP_SPELLING:
      g_value_set_enum (value, self->spelling);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_display_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtDisplay *self = CT_DISPLAY (object);
  g_auto (GValue) before = G_VALUE_INIT;

  g_value_init (&before, pspec->value_type);
  ct_display_get_property (object, id, &before, pspec);
  if (g_param_values_cmp (pspec, &before, value) == 0)
    return;
  switch (id)
    {
    case PROP_GAIN_DB:
      self->gain_db = g_value_get_double (value);
      break;
    case PROP_CONTRAST:
      self->contrast = g_value_get_double (value);
      break;
    case PROP_FUNDAMENTALS:
      self->fundamentals = g_value_get_double (value);
      break;
    case PROP_COLOR_MAP:
      self->color_map = g_value_get_enum (value);
      break;
    case PROP_NOTE_OPACITY:
      self->note_opacity = g_value_get_enum (value);
      break;
    case PROP_SHOW_UNCERTAIN:
      self->show_uncertain = g_value_get_boolean (value);
      break;
    case PROP_REVIEWING:
      self->reviewing = g_value_get_boolean (value);
      break;
    case PROP_SHOW_BARS:
      self->show_bars = g_value_get_boolean (value);
      break;
    case PROP_SHOW_CHORDS:
      self->show_chords = g_value_get_boolean (value);
      break;
    case PROP_NOTE_NAMES:
      self->note_names = g_value_get_enum (value);
      break;
    case PROP_SPELLING:
      self->spelling = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
ct_display_class_init (CtDisplayClass *klass)
{
  /* lax: a value from a damaged project becomes the nearest one in the range */
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_LAX_VALIDATION;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_display_get_property;
  object_class->set_property = ct_display_set_property;
  props[PROP_GAIN_DB] = g_param_spec_double ("gain-db", NULL, NULL, MIN_GAIN_DB, MAX_GAIN_DB, 0, flags);
  props[PROP_CONTRAST] = g_param_spec_double ("contrast", NULL, NULL, MIN_CONTRAST, MAX_CONTRAST, 1, flags);
  props[PROP_FUNDAMENTALS] = g_param_spec_double ("fundamentals", NULL, NULL, 0, 1, CT_DISPLAY_FUNDAMENTALS, flags);
  props[PROP_COLOR_MAP] = g_param_spec_enum ("color-map", NULL, NULL, CT_TYPE_COLOR_MAP_NAME, CT_COLOR_MAP_MAGMA,
                                             flags);
  props[PROP_NOTE_OPACITY] = g_param_spec_enum ("note-opacity", NULL, NULL, CT_TYPE_NOTE_OPACITY,
                                                CT_NOTE_OPACITY_VELOCITY, flags);
  props[PROP_SHOW_UNCERTAIN] = g_param_spec_boolean ("show-uncertain", NULL, NULL, FALSE, flags);
  props[PROP_REVIEWING] = g_param_spec_boolean ("reviewing", NULL, NULL, FALSE, flags);
  props[PROP_SHOW_BARS] = g_param_spec_boolean ("show-bars", NULL, NULL, TRUE, flags);
  props[PROP_NOTE_NAMES] = g_param_spec_enum ("note-names", NULL, NULL, CT_TYPE_NAME_NOTES, CT_NAME_NOTES_AUTOMATIC,
                                              flags);
  props[PROP_SPELLING] = g_param_spec_enum ("spelling", NULL, NULL, CT_TYPE_SPELLING_STYLE, CT_SPELLING_KEY, flags);
  props[PROP_SHOW_CHORDS] = g_param_spec_boolean ("show-chords", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ct_display_init (CtDisplay *self)
{
  self->contrast = 1;
  self->fundamentals = CT_DISPLAY_FUNDAMENTALS;
  self->color_map = CT_COLOR_MAP_MAGMA;
  self->show_bars = TRUE;
  self->show_chords = TRUE;
}

CtDisplay *
ct_display_new (void)
{
  return g_object_new (CT_TYPE_DISPLAY, NULL);
}
