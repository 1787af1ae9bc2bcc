/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tempo/ct-tempo-text.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/rhythm/ct-pulse.h"

static const CtMeter *
meter_at (const CtTempoMap *map, double time_s)
{
  return ct_tempo_map_meter_at (map, (gint64) floor (ct_tempo_map_tick_at (map, time_s) + 1e-3));
}

char *
ct_tempo_text_dup_tempo (const CtTempoMap *map, double time_s)
{
  int pulse = ct_pulse_ticks (meter_at (map, time_s));
  double quarters = ct_tempo_map_bpm_at (map, ct_tempo_map_tick_at (map, time_s));
  int bpm = (int) lrint (quarters * CT_TICKS_PER_QUARTER / pulse);

  switch (pulse)
    {
    case CT_TICKS_PER_QUARTER:
      return g_strdup_printf ("\u2669 = %d", bpm);
    case CT_TICKS_PER_QUARTER * 3 / 2:
      return g_strdup_printf ("\u2669. = %d", bpm);
    case CT_TICKS_PER_QUARTER / 2:
      return g_strdup_printf ("\u266a = %d", bpm);
    default:
      /* Translators: a tempo in beats a minute, short */
      return g_strdup_printf (_ ("%d bpm"), bpm);
    }
}

char *
ct_tempo_text_dup_meter (const CtTempoMap *map, double time_s)
{
  const CtMeter *meter = meter_at (map, time_s);

  return g_strdup_printf ("%d/%d", meter->numerator, meter->denominator);
}

static guint
count_fixed (const CtTempoMap *map)
{
  gsize n;
  const CtTempoPoint *points = ct_tempo_map_points (map, &n);
  guint n_fixed = 0;

  for (gsize i = 0; i < n; i++)
    n_fixed += points[i].fixed;
  return n_fixed;
}

char *
ct_tempo_text_dup_confidence (const CtEditTempo *tempo)
{
  guint n = tempo->map ? count_fixed (tempo->map) : 0;
  g_autofree char *sure = NULL, *fixed = NULL;

  if (!tempo->map)
    return g_strdup (_ ("No steady beat was found. Tap it while the song plays, or set a tempo."));
  if (tempo->confidence > 0)
    /* Translators: how sure it is that the beats, and the bars, that were found are right, in percent */
    sure = g_strdup_printf (_ ("Beats found: %d %% sure, bars %d %%"), (int) lround (100 * (double) tempo->confidence),
                            (int) lround (100 * (double) tempo->meter_confidence));
  if (n > 0)
    /* Translators: beats that were set by hand, and stay when beats are found again */
    fixed = g_strdup_printf (ngettext ("%u beat set by hand", "%u beats set by hand", n), n);
  return g_strdup_printf ("%s%s%s", sure ? sure : "", sure && fixed ? "\n" : "", fixed ? fixed : "");
}
