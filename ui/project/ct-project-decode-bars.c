/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decodes beats and bars, keys and chords, and drum hits. */
#include <glib.h>
#include <stdlib.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-plain-name.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "ui/project/ct-project-format-private.h"

static gboolean
decode_points (GVariant *dictionary, CtTempoPoint **points, gsize *n)
{
  g_autoptr (GVariant) owner = NULL;
  const CtProjectPoint *encoded = ct_project_look_up_array (dictionary, "points", CT_PROJECT_POINTS_TYPE,
                                                            sizeof *encoded, CT_TEMPO_MAP_MAX_POINTS, &owner, n);

  if (!encoded || !ct_project_new_elements (*n, sizeof **points, points))
    return FALSE;
  for (gsize i = 0; i < *n; i++)
    (*points)[i] = (CtTempoPoint){ encoded[i].tick, encoded[i].time_s, encoded[i].fixed != 0 };
  return TRUE;
}

static gboolean
decode_meters (GVariant *dictionary, CtMeter **meters, gsize *n)
{
  g_autoptr (GVariant) owner = NULL;
  const CtProjectMeter *encoded = ct_project_look_up_array (dictionary, "meters", CT_PROJECT_METERS_TYPE,
                                                            sizeof *encoded, CT_TEMPO_MAP_MAX_POINTS, &owner, n);

  if (!encoded || !ct_project_new_elements (*n, sizeof **meters, meters))
    return FALSE;
  for (gsize i = 0; i < *n; i++)
    (*meters)[i] = (CtMeter){ encoded[i].tick, (int) MIN (encoded[i].numerator, G_MAXINT32),
                              (int) MIN (encoded[i].denominator, G_MAXINT32) };
  return TRUE;
}

/* FALSE, too, where its points or meters are no map. */
static gboolean
decode_map (GVariant *dictionary, CtTempoMap **map)
{
  CtTempoPoint *points = NULL;
  CtMeter *meters = NULL;
  gsize n_points, n_meters;
  gboolean valid = decode_points (dictionary, &points, &n_points) && decode_meters (dictionary, &meters, &n_meters)
                   && ct_tempo_map_new (points, n_points, meters, n_meters, map) == CT_STATUS_OK;

  free (points);
  free (meters);
  return valid;
}

gboolean
ct_project_decode_tempo (GVariant *dictionary, CtEditTempo *tempo)
{
  g_autoptr (GVariant) fields = g_variant_lookup_value (dictionary, "tempo", G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) points = fields ? g_variant_lookup_value (fields, "points", NULL) : NULL;

  if (!fields)
    return TRUE;
  tempo->sought = true;
  return ct_fields_read (&ct_project_tempo_fields, tempo, fields) && (!points || decode_map (fields, &tempo->map));
}

static gboolean
decode_keys (GVariant *dictionary, CtHarmony *harmony)
{
  g_autoptr (GVariant) owner = NULL;
  gsize n;
  const CtProjectKey *encoded = ct_project_look_up_array (dictionary, "keys", CT_PROJECT_KEYS_TYPE, sizeof *encoded,
                                                          CT_HARMONY_MAX, &owner, &n);

  if (!encoded || !ct_project_new_elements (n, sizeof *harmony->keys, &harmony->keys))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    harmony->keys[i] = (CtKeyChange){ encoded[i].time_s,
                                      { (gint8) CLAMP (encoded[i].fifths, G_MININT8, G_MAXINT8),
                                        encoded[i].minor != 0 },
                                      0,
                                      true };
  harmony->n_keys = n;
  return TRUE;
}

static gboolean
decode_chords (GVariant *dictionary, CtHarmony *harmony)
{
  g_autoptr (GVariant) owner = NULL;
  gsize n;
  const CtProjectChord *encoded = ct_project_look_up_array (dictionary, "chords", CT_PROJECT_CHORDS_TYPE,
                                                            sizeof *encoded, CT_HARMONY_MAX, &owner, &n);

  if (!encoded || !ct_project_new_elements (n, sizeof *harmony->chords, &harmony->chords))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    harmony->chords[i] = (CtChord){ .start_s = encoded[i].start_s,
                                    .end_s = encoded[i].end_s,
                                    .quality = (CtChordQuality) encoded[i].quality,
                                    .root = encoded[i].root,
                                    .bass = encoded[i].bass,
                                    .fixed = true };
  harmony->n_chords = n;
  return TRUE;
}

gboolean
ct_project_decode_harmony (GVariant *dictionary, CtHarmony *harmony)
{
  g_autoptr (GVariant) fields = g_variant_lookup_value (dictionary, "harmony", G_VARIANT_TYPE_VARDICT);

  return !fields || (decode_keys (fields, harmony) && decode_chords (fields, harmony));
}

static gboolean
decode_hit_groups (GVariant *dictionary, CtPercussion *percussion)
{
  g_autoptr (GVariant) groups = g_variant_lookup_value (dictionary, "groups",
                                                        G_VARIANT_TYPE (CT_PROJECT_HIT_GROUPS_TYPE));

  if (!groups || g_variant_n_children (groups) > CT_MAX_HIT_GROUPS)
    return FALSE;
  percussion->n_groups = g_variant_n_children (groups);
  for (gsize i = 0; i < percussion->n_groups; i++)
    {
      CtHitGroup *group = &percussion->groups[i];
      gboolean mute, solo;
      const char *name;

      g_variant_get_child (groups, i, "(&sybb)", &name, &group->drum, &mute, &solo);
      ct_plain_name_copy (name, group->name, sizeof group->name);
      group->mute = mute != FALSE;
      group->solo = solo != FALSE;
    }
  return TRUE;
}

gboolean
ct_project_decode_percussion (GVariant *dictionary, CtPercussion *percussion)
{
  g_autoptr (GVariant) fields = g_variant_lookup_value (dictionary, "percussion", G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) owner = NULL;
  const CtProjectHit *encoded;
  gsize n;

  if (!fields)
    return TRUE;
  encoded = ct_project_look_up_array (fields, "hits", CT_PROJECT_HITS_TYPE, sizeof *encoded, CT_MAX_HITS, &owner, &n);
  if (!encoded || !ct_project_new_elements (n, sizeof *percussion->hits, &percussion->hits))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    percussion->hits[i] = (CtHit){ encoded[i].time_s, (float) encoded[i].strength, encoded[i].group };
  percussion->n_hits = n;
  return decode_hit_groups (fields, percussion);
}
