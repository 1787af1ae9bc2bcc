/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transcription/ct-transcription-options.h"

#include <math.h>

#include "core/base/ct-note.h"
#include "core/notes/ct-note-decoder.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/timbre/ct-track-postprocess.h"
#include "ui/transcription/ct-sensitivity.h"

#define SHOWN_EXACTLY 0.01 /* a smaller difference from the shown value is no edit */
#define MAX_SENSITIVITY 100
#define MAX_LENGTH_MS 1e6

struct _CtTranscriptionOptions
{
  GObject parent_instance;
  CtTranscriberOptions options;
  CtTranscriberOptions shipped;
};

enum
{
  PROP_ONSET_SENSITIVITY = 1,
  PROP_NOTE_SENSITIVITY,
  PROP_REPETITION_SENSITIVITY,
  PROP_SHORTEST_NOTE,
  PROP_LOWEST_PITCH,
  PROP_HIGHEST_PITCH,
  PROP_TIMBRE_SEPARATION,
  PROP_FOLLOW_REGISTER, /* booleans from here on */
  PROP_DROP_OCTAVES,
  PROP_NOTES_WITHOUT_ONSET,
  PROP_EARLY_START,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (CtTranscriptionOptions, ct_transcription_options, G_TYPE_OBJECT)

static GParamSpec *props[N_PROPS];
static guint edited_signal;

/* ---- what is shown ---- */

static double
get_value (CtTranscriptionOptions *self, guint id)
{
  const CtTranscriberOptions *options = &self->options, *shipped = &self->shipped;

  switch (id)
    {
    case PROP_ONSET_SENSITIVITY:
      return ct_sensitivity_of_threshold ((double) options->notes.onset_threshold,
                                          (double) shipped->notes.onset_threshold);
    case PROP_NOTE_SENSITIVITY:
      return ct_sensitivity_of_threshold ((double) options->notes.frame_threshold,
                                          (double) shipped->notes.frame_threshold);
    case PROP_REPETITION_SENSITIVITY:
      return CT_SENSITIVITY_DEFAULT * (1 + (double) options->notes.repetition);
    case PROP_SHORTEST_NOTE:
      return round (1e5 * (double) options->notes.min_length_s) / 100;
    case PROP_LOWEST_PITCH:
      return options->notes.midi_low;
    case PROP_HIGHEST_PITCH:
      return options->notes.midi_high;
    case PROP_TIMBRE_SEPARATION:
    default:
      return ct_sensitivity_of_factor ((double) options->tracks.separation, (double) shipped->tracks.separation);
    }
}

static bool *
get_switch (CtTranscriptionOptions *self, guint id)
{
  switch (id)
    {
    case PROP_FOLLOW_REGISTER:
      return &self->options.postprocess.follow_register;
    case PROP_DROP_OCTAVES:
      return &self->options.postprocess.drop_octaves;
    case PROP_NOTES_WITHOUT_ONSET:
      return &self->options.notes.notes_without_onset;
    case PROP_EARLY_START:
    default:
      return &self->options.notes.early_start;
    }
}

/* ---- edits ---- */

static void
notify_edit (CtTranscriptionOptions *self, guint id)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[id]);
  g_signal_emit (self, edited_signal, 0);
}

/* The middle of a slider is exactly the default, without the rounding of the logarithm. */
static float
threshold_of (double sensitivity, float shipped)
{
  return fabs (sensitivity - CT_SENSITIVITY_DEFAULT) < SHOWN_EXACTLY
             ? shipped
             : (float) ct_sensitivity_to_threshold (sensitivity, (double) shipped);
}

static float
factor_of (double sensitivity, float shipped)
{
  return fabs (sensitivity - CT_SENSITIVITY_DEFAULT) < SHOWN_EXACTLY
             ? shipped
             : (float) ct_sensitivity_to_factor (sensitivity, (double) shipped);
}

/* The lowest pitch pushes the highest up, the highest the lowest down. */
static void
set_pitch (CtTranscriptionOptions *self, guint id, int midi)
{
  int *low = &self->options.notes.midi_low, *high = &self->options.notes.midi_high;
  guint other = id == PROP_LOWEST_PITCH ? PROP_HIGHEST_PITCH : PROP_LOWEST_PITCH;
  int *pushed = id == PROP_LOWEST_PITCH ? high : low;

  *(id == PROP_LOWEST_PITCH ? low : high) = midi;
  if (*low <= *high)
    return;
  *pushed = midi;
  g_object_notify_by_pspec (G_OBJECT (self), props[other]);
}

static void
set_value (CtTranscriptionOptions *self, guint id, double value)
{
  CtTranscriberOptions *options = &self->options, *shipped = &self->shipped;

  if (fabs (value - get_value (self, id)) < SHOWN_EXACTLY)
    return;
  switch (id)
    {
    case PROP_ONSET_SENSITIVITY:
      options->notes.onset_threshold = threshold_of (value, shipped->notes.onset_threshold);
      break;
    case PROP_NOTE_SENSITIVITY:
      options->notes.frame_threshold = threshold_of (value, shipped->notes.frame_threshold);
      break;
    case PROP_REPETITION_SENSITIVITY:
      options->notes.repetition = (float) (value / CT_SENSITIVITY_DEFAULT - 1);
      break;
    case PROP_SHORTEST_NOTE:
      options->notes.min_length_s = (float) (value / 1000);
      break;
    case PROP_LOWEST_PITCH:
    case PROP_HIGHEST_PITCH:
      set_pitch (self, id, (int) value);
      break;
    case PROP_TIMBRE_SEPARATION:
    default:
      options->tracks.separation = factor_of (value, shipped->tracks.separation);
    }
  notify_edit (self, id);
}

static void
set_switch (CtTranscriptionOptions *self, guint id, gboolean on)
{
  bool *option = get_switch (self, id);

  if (*option == (on != FALSE))
    return;
  *option = on != FALSE;
  notify_edit (self, id);
}

/* ---- all at once ---- */

const CtTranscriberOptions *
ct_transcription_options_get (CtTranscriptionOptions *self)
{
  g_return_val_if_fail (CT_IS_TRANSCRIPTION_OPTIONS (self), NULL);
  return &self->options;
}

void
ct_transcription_options_load (CtTranscriptionOptions *self, const CtTranscriberOptions *options)
{
  g_return_if_fail (CT_IS_TRANSCRIPTION_OPTIONS (self));
  self->options = *options;
  for (guint id = 1; id < N_PROPS; id++)
    g_object_notify_by_pspec (G_OBJECT (self), props[id]);
}

void
ct_transcription_options_reset (CtTranscriptionOptions *self)
{
  g_return_if_fail (CT_IS_TRANSCRIPTION_OPTIONS (self));
  ct_transcription_options_load (self, &self->shipped);
}

/* ---- the object ---- */

static void
ct_transcription_options_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtTranscriptionOptions *self = CT_TRANSCRIPTION_OPTIONS (object);

  if (id >= N_PROPS)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (id < PROP_FOLLOW_REGISTER)
    g_value_set_double (value, get_value (self, id));
  else
    g_value_set_boolean (value, *get_switch (self, id));
}

static void
ct_transcription_options_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtTranscriptionOptions *self = CT_TRANSCRIPTION_OPTIONS (object);

  if (id >= N_PROPS)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (id < PROP_FOLLOW_REGISTER)
    set_value (self, id, g_value_get_double (value));
  else
    set_switch (self, id, g_value_get_boolean (value));
}

static void
ct_transcription_options_class_init (CtTranscriptionOptionsClass *klass)
{
  static const struct
  {
    guint id;
    const char *name;
    double lower, upper;
  } values[] = {
    { PROP_ONSET_SENSITIVITY, "onset-sensitivity", 0, MAX_SENSITIVITY },
    { PROP_NOTE_SENSITIVITY, "note-sensitivity", 0, MAX_SENSITIVITY },
    { PROP_REPETITION_SENSITIVITY, "repetition-sensitivity", 0, MAX_SENSITIVITY },
    { PROP_SHORTEST_NOTE, "shortest-note", 0, MAX_LENGTH_MS },
    { PROP_LOWEST_PITCH, "lowest-pitch", CT_MIDI_LOW, CT_MIDI_HIGH },
    { PROP_HIGHEST_PITCH, "highest-pitch", CT_MIDI_LOW, CT_MIDI_HIGH },
    { PROP_TIMBRE_SEPARATION, "timbre-separation", 0, MAX_SENSITIVITY },
  };
  static const char *const switches[] = { "follow-register", "drop-octaves", "notes-without-onset", "early-start" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ct_transcription_options_get_property;
  object_class->set_property = ct_transcription_options_set_property;
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    props[values[i].id] = g_param_spec_double (values[i].name, NULL, NULL, values[i].lower, values[i].upper,
                                               values[i].lower, flags);
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    props[PROP_FOLLOW_REGISTER + i] = g_param_spec_boolean (switches[i], NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  edited_signal = g_signal_new ("edited", CT_TYPE_TRANSCRIPTION_OPTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
ct_transcription_options_init (CtTranscriptionOptions *self)
{
  ct_transcriber_options_init (&self->shipped);
  self->options = self->shipped;
}

CtTranscriptionOptions *
ct_transcription_options_new (void)
{
  return g_object_new (CT_TYPE_TRANSCRIPTION_OPTIONS, NULL);
}
