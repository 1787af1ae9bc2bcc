/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-color-map.h"

#include <glib.h>
#include <math.h>

#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"

static double
linear (guint32 channel)
{
  double value = channel / 255.0;

  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

/* Relative luminance in [0, 1]. */
static double
luminance (guint32 rgb)
{
  return 0.2126 * linear (rgb >> 16 & 0xff) + 0.7152 * linear (rgb >> 8 & 0xff) + 0.0722 * linear (rgb & 0xff);
}

static void
test_lightness (void)
{
  for (CtColorMapName name = 0; name < CT_N_COLOR_MAPS; name++)
    {
      double before = -1;

      for (guint i = 0; i <= 85; i++)
        {
          double now = luminance (ct_color_map_get (name, i / 85.0));

          g_assert_cmpfloat (now, >, before);
          before = now;
        }
      g_assert_cmpfloat (luminance (ct_color_map_get (name, 0)), <, 0.03);
      g_assert_cmpfloat (before, >, 0.6);
    }
}

/* Colours of the published tables, at their ends and in the middle. */
static void
test_published (void)
{
  static const struct
  {
    CtColorMapName name;
    guint32 first, middle, last;
  } known[] = { { CT_COLOR_MAP_VIRIDIS, 0x440154, 0x21918c, 0xfde725 },
                { CT_COLOR_MAP_MAGMA, 0x000004, 0xb73779, 0xfcfdbf },
                { CT_COLOR_MAP_INFERNO, 0x000004, 0xbc3754, 0xfcffa4 },
                { CT_COLOR_MAP_CIVIDIS, 0x00224e, 0x7d7c78, 0xfee838 } };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    for (guint shift = 0; shift < 24; shift += 8)
      {
        guint32 first = ct_color_map_get (known[i].name, 0), middle = ct_color_map_get (known[i].name, 0.5),
                last = ct_color_map_get (known[i].name, 1);

        g_assert_cmpint (ABS ((int) (first >> shift & 0xff) - (int) (known[i].first >> shift & 0xff)), <=, 6);
        g_assert_cmpint (ABS ((int) (middle >> shift & 0xff) - (int) (known[i].middle >> shift & 0xff)), <=, 6);
        g_assert_cmpint (ABS ((int) (last >> shift & 0xff) - (int) (known[i].last >> shift & 0xff)), <=, 6);
      }
}

static void
test_clamped (void)
{
  g_assert_cmphex (ct_color_map_get (CT_COLOR_MAP_GREY, -1), ==, 0x000000);
  g_assert_cmphex (ct_color_map_get (CT_COLOR_MAP_GREY, 2), ==, 0xffffff);
  g_assert_cmphex (ct_color_map_get (CT_COLOR_MAP_VIRIDIS, -0.5), ==, ct_color_map_get (CT_COLOR_MAP_VIRIDIS, 0));
  for (CtColorMapName name = 0; name < CT_N_COLOR_MAPS; name++)
    g_assert_cmpint (ct_color_map_get_label (name)[0], !=, '\0');
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/color-map/lightness", test_lightness);
  g_test_add_func ("/color-map/published", test_published);
  g_test_add_func ("/color-map/clamped", test_clamped);
  return g_test_run ();
}
