/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-hit-text.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-drum.h"
#include "ui/support/ct-value-text.h"

const char *
ct_hit_text_drum (guint drum)
{
  return _ (ct_drum_name (CLAMP (drum, CT_DRUM_LOW, CT_DRUM_HIGH)));
}

const char *
ct_hit_text_group (const CtHitGroup *group)
{
  return *group->name ? group->name : ct_hit_text_drum (group->drum);
}

char *
ct_hit_text_dup_row (const CtPercussion *percussion, guint group)
{
  const CtHitGroup *groups = percussion->groups;
  guint number = 1;

  for (guint i = 0; i < group && *groups[group].name == '\0'; i++)
    number += *groups[i].name == '\0' && groups[i].drum == groups[group].drum;
  if (number == 1)
    return g_strdup (ct_hit_text_group (&groups[group]));
  /* Translators: a drum, and a number that tells it from others of its kind */
  return g_strdup_printf (_ ("%s %u"), ct_hit_text_group (&groups[group]), number);
}

char *
ct_hit_text_dup_spoken (const CtPercussion *percussion, const CtHit *hit, const CtTempoMap *map)
{
  g_autofree char *name = ct_hit_text_dup_row (percussion, hit->group);
  int percent = (int) lround (100 * (double) hit->strength);
  g_autofree char *time = ct_value_text_dup_time (hit->time_s);
  CtBarPosition place;

  if (!map)
    /* Translators: a drum, the time when it is struck, and how hard */
    return g_strdup_printf (_ ("%s at %s, strength %d %%"), name, time, percent);
  /* one that is a rounding error before a beat is on it */
  place = ct_tempo_map_position (map, (gint64) floor (ct_tempo_map_tick_at (map, hit->time_s) + 1));
  /* Translators: a drum, the bar and beat where it is struck, and how hard */
  return g_strdup_printf (_ ("%s, bar %d, beat %d, strength %d %%"), name, (int) place.bar, place.beat, percent);
}
