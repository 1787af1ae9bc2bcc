/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of a project that have names of their own, and their ranges; how arrays are read. */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/audio/ct-audio-file.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transcribe/ct-transcriber.h"
#include "ui/document/ct-recording.h"
#include "ui/project/ct-project-format-private.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"

#define MAX_TIME_S 1e6
#define MAX_ID 4294967294.0

#define FIELD(name, kind, type, member, low, high)                                                                     \
  {                                                                                                                    \
    name, CT_FIELD_##kind, G_STRUCT_OFFSET (type, member), low, high                                                   \
  }
#define FIELDS(array)                                                                                                  \
  {                                                                                                                    \
    array, G_N_ELEMENTS (array)                                                                                        \
  }

static const CtField track_fields[] = {
  FIELD ("id", UINT, CtEditTrack, id, 1, MAX_ID),
  FIELD ("colour", UINT, CtEditTrack, rgb, 0, 0xffffff),
  FIELD ("program", BYTE, CtEditTrack, program, 0, 127),
  FIELD ("program-by-hand", BOOL, CtEditTrack, program_by_hand, 0, 1),
  FIELD ("visible", BOOL, CtEditTrack, visible, 0, 1),
  FIELD ("mute", BOOL, CtEditTrack, mute, 0, 1),
  FIELD ("solo", BOOL, CtEditTrack, solo, 0, 1),
  FIELD ("locked", BOOL, CtEditTrack, locked, 0, 1),
  FIELD ("synthesised", BOOL, CtEditTrack, synthesised, 0, 1),
  FIELD ("volume", FLOAT, CtEditTrack, volume, 0, 2),
  FIELD ("pan", FLOAT, CtEditTrack, pan, -1, 1),
};

/* The options check their exact ranges themselves. */
static const CtField options_fields[] = {
  FIELD ("onset-threshold", FLOAT, CtTranscriberOptions, notes.onset_threshold, 0, 1),
  FIELD ("frame-threshold", FLOAT, CtTranscriberOptions, notes.frame_threshold, 0, 1),
  FIELD ("ghost-threshold", FLOAT, CtTranscriberOptions, notes.uncertain_threshold, 0, 1),
  FIELD ("repetition", FLOAT, CtTranscriberOptions, notes.repetition, -1, 1),
  FIELD ("min-length", FLOAT, CtTranscriberOptions, notes.min_length_s, 0, 10),
  FIELD ("tolerance-frames", INT, CtTranscriberOptions, notes.tolerance_frames, 1, 1000),
  FIELD ("midi-low", INT, CtTranscriberOptions, notes.midi_low, 0, 127),
  FIELD ("midi-high", INT, CtTranscriberOptions, notes.midi_high, 0, 127),
  FIELD ("notes-without-onset", BOOL, CtTranscriberOptions, notes.notes_without_onset, 0, 1),
  FIELD ("early-start", BOOL, CtTranscriberOptions, notes.early_start, 0, 1),
  FIELD ("timbres", INT, CtTranscriberOptions, tracks.n_tracks, 0, CT_MAX_TRACKS),
  FIELD ("separation", FLOAT, CtTranscriberOptions, tracks.separation, 0, CT_MAX_SEPARATION),
  FIELD ("follow-register", BOOL, CtTranscriberOptions, postprocess.follow_register, 0, 1),
  FIELD ("drop-octaves", BOOL, CtTranscriberOptions, postprocess.drop_octaves, 0, 1),
};

static const CtField tempo_fields[] = {
  FIELD ("confidence", FLOAT, CtEditTempo, confidence, 0, 1),
  FIELD ("meter-confidence", FLOAT, CtEditTempo, meter_confidence, 0, 1),
};

static const CtField recording_fields[] = {
  FIELD ("duration", DOUBLE, CtRecording, duration_s, 0, MAX_TIME_S),
  FIELD ("rate", INT, CtRecording, rate_hz, 0, CT_AUDIO_MAX_RATE_HZ),
  FIELD ("channels", INT, CtRecording, channels, 0, CT_AUDIO_MAX_CHANNELS),
};

static const CtField analysis_fields[] = {
  FIELD ("start", DOUBLE, CtAnalysis, start_s, 0, MAX_TIME_S),
  FIELD ("duration", DOUBLE, CtAnalysis, duration_s, 0, MAX_TIME_S),
};

static const CtField view_fields[] = {
  FIELD ("start", DOUBLE, CtProjectView, view.start_s, -MAX_TIME_S, 2 * MAX_TIME_S),
  FIELD ("end", DOUBLE, CtProjectView, view.end_s, -MAX_TIME_S, 2 * MAX_TIME_S),
  FIELD ("low", DOUBLE, CtProjectView, view.low_midi, -1000, 1000),
  FIELD ("high", DOUBLE, CtProjectView, view.high_midi, -1000, 1000),
  FIELD ("playhead", DOUBLE, CtProjectView, playhead_s, 0, MAX_TIME_S),
  FIELD ("loop-enabled", GBOOLEAN, CtProjectView, loop_enabled, 0, 1),
  FIELD ("gain", DOUBLE, CtProjectView, gain_db, -1000, 1000),
  FIELD ("contrast", DOUBLE, CtProjectView, contrast, 0, 1000),
  FIELD ("fundamentals", DOUBLE, CtProjectView, fundamentals, 0, 1),
  FIELD ("color-map", UINT, CtProjectView, color_map, 0, CT_N_COLOR_MAPS - 1),
  FIELD ("note-opacity", UINT, CtProjectView, note_opacity, 0, CT_NOTE_OPACITY_SOLID),
  FIELD ("show-ghosts", GBOOLEAN, CtProjectView, show_uncertain, 0, 1),
  FIELD ("follow", UINT, CtProjectView, follow, 0, CT_FOLLOW_OFF),
  FIELD ("current-track", UINT, CtProjectView, current_track, 0, MAX_ID),
  FIELD ("new-note-velocity", UINT, CtProjectView, new_note_velocity, 1, 127),
};

const CtFields ct_project_track_fields = FIELDS (track_fields);
const CtFields ct_project_options_fields = FIELDS (options_fields);
const CtFields ct_project_tempo_fields = FIELDS (tempo_fields);
const CtFields ct_project_recording_fields = FIELDS (recording_fields);
const CtFields ct_project_analysis_fields = FIELDS (analysis_fields);
const CtFields ct_project_view_fields = FIELDS (view_fields);

static GVariant *
field_to_variant (const CtField *field, const void *at)
{
  switch (field->kind)
    {
    case CT_FIELD_FLOAT:
      return g_variant_new_double ((double) *(const float *) at);
    case CT_FIELD_DOUBLE:
      return g_variant_new_double (*(const double *) at);
    case CT_FIELD_INT:
      return g_variant_new_int32 (*(const int *) at);
    case CT_FIELD_UINT:
      return g_variant_new_uint32 (*(const guint32 *) at);
    case CT_FIELD_BYTE:
      return g_variant_new_byte (*(const guint8 *) at);
    case CT_FIELD_BOOL:
      return g_variant_new_boolean (*(const bool *) at);
    default:
      return g_variant_new_boolean (*(const gboolean *) at);
    }
}

void
ct_fields_write (const CtFields *self, const void *base, GVariantBuilder *builder)
{
  for (gsize i = 0; i < self->n; i++)
    {
      const CtField *field = &self->fields[i];

      g_variant_builder_add (builder, "{sv}", field->name,
                             field_to_variant (field, (const char *) base + field->offset));
    }
}

static const GVariantType *
type_of (CtFieldKind kind)
{
  switch (kind)
    {
    case CT_FIELD_FLOAT:
    case CT_FIELD_DOUBLE:
      return G_VARIANT_TYPE_DOUBLE;
    case CT_FIELD_INT:
      return G_VARIANT_TYPE_INT32;
    case CT_FIELD_UINT:
      return G_VARIANT_TYPE_UINT32;
    case CT_FIELD_BYTE:
      return G_VARIANT_TYPE_BYTE;
    default:
      return G_VARIANT_TYPE_BOOLEAN;
    }
}

static double
variant_to_number (const CtField *field, GVariant *value)
{
  switch (field->kind)
    {
    case CT_FIELD_FLOAT:
    case CT_FIELD_DOUBLE:
      return g_variant_get_double (value);
    case CT_FIELD_INT:
      return g_variant_get_int32 (value);
    case CT_FIELD_UINT:
      return g_variant_get_uint32 (value);
    case CT_FIELD_BYTE:
      return g_variant_get_byte (value);
    default:
      return g_variant_get_boolean (value);
    }
}

static void
set_field (const CtField *field, void *at, double number)
{
  switch (field->kind)
    {
    case CT_FIELD_FLOAT:
      *(float *) at = (float) number;
      break;
    case CT_FIELD_DOUBLE:
      *(double *) at = number;
      break;
    case CT_FIELD_INT:
      *(int *) at = (int) number;
      break;
    case CT_FIELD_UINT:
      *(guint32 *) at = (guint32) number;
      break;
    case CT_FIELD_BYTE:
      *(guint8 *) at = (guint8) number;
      break;
    case CT_FIELD_BOOL:
      *(bool *) at = number > 0;
      break;
    default:
      *(gboolean *) at = number > 0;
    }
}

gboolean
ct_fields_read (const CtFields *self, void *base, GVariant *dictionary)
{
  for (gsize i = 0; i < self->n; i++)
    {
      const CtField *field = &self->fields[i];
      g_autoptr (GVariant) value = g_variant_lookup_value (dictionary, field->name, type_of (field->kind));
      double number = value ? variant_to_number (field, value) : NAN;

      /* false for NaN, too */
      if (!(number >= field->low && number <= field->high))
        return FALSE;
      set_field (field, (char *) base + field->offset, number);
    }
  return TRUE;
}

const void *
ct_project_look_up_array (GVariant *dictionary,
                          const char *name,
                          const char *type,
                          gsize size,
                          gsize max,
                          GVariant **owner,
                          gsize *n)
{
  static const guint64 nothing = 0;
  const void *elements;

  *owner = g_variant_lookup_value (dictionary, name, G_VARIANT_TYPE (type));
  if (!*owner)
    return NULL;
  elements = g_variant_get_fixed_array (*owner, n, size);
  if (*n > max)
    return NULL;
  return *n ? elements : &nothing;
}

gboolean
ct_project_new_elements (gsize n, gsize size, void *copy)
{
  void **pointer = copy;

  *pointer = n ? malloc (n * size) : NULL;
  return n == 0 || *pointer;
}
