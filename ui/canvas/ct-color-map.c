/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-color-map.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/session/ct-display.h"

#define N_POINTS 17

/* Fitted to the published tables of 256 colors by least squares. The largest error of a channel is 4 of 255 in
 * viridis, 2 in magma, 4 in inferno and 11 in cividis (at one kink of its blue; 1 in the root mean square). */
static const guint32 points[CT_N_COLOR_MAPS][N_POINTS] = {
  [CT_COLOR_MAP_VIRIDIS] = { 0x440154, 0x48186b, 0x472d7c, 0x424086, 0x3b528b, 0x33638e, 0x2c728e, 0x26818e, 0x20908d,
                             0x1e9f89, 0x26ae81, 0x3dbc74, 0x5cc963, 0x81d44d, 0xabdc32, 0xd5e217, 0xfee721 },
  [CT_COLOR_MAP_MAGMA] = { 0x000002, 0x090821, 0x1c1246, 0x350f6c, 0x51117d, 0x691c81, 0x822682, 0x9c2e80, 0xb6367a,
                           0xd04070, 0xe75063, 0xf5695b, 0xfc8760, 0xfea570, 0xfec387, 0xfde0a1, 0xfcfdbf },
  [CT_COLOR_MAP_INFERNO] = { 0x000002, 0x0a0723, 0x200d4b, 0x3d0867, 0x570f6e, 0x70196e, 0x89226a, 0xa32b62, 0xbb3655,
                             0xd14545, 0xe45932, 0xf1711f, 0xfa8d07, 0xfcab0c, 0xfaca31, 0xf0e964, 0xf9ffa6 },
  [CT_COLOR_MAP_CIVIDIS] = { 0x02234c, 0x002e6c, 0x193871, 0x33436c, 0x434e6c, 0x53596d, 0x61646f, 0x6f7073, 0x7c7b78,
                             0x8b8778, 0x9b9377, 0xaba073, 0xbbad6d, 0xccba64, 0xddc959, 0xefd747, 0xffe732 },
  [CT_COLOR_MAP_GREY] = { 0x000000, 0x101010, 0x202020, 0x303030, 0x404040, 0x505050, 0x606060, 0x707070, 0x808080,
                          0x8f8f8f, 0x9f9f9f, 0xafafaf, 0xbfbfbf, 0xcfcfcf, 0xdfdfdf, 0xefefef, 0xffffff },
};

guint32
ct_color_map_get (CtColorMapName name, double position)
{
  double place = CLAMP (position, 0, 1) * (N_POINTS - 1), share;
  guint first = MIN ((guint) place, N_POINTS - 2);
  guint32 a, b, rgb = 0;

  g_return_val_if_fail (name < CT_N_COLOR_MAPS, 0);
  a = points[name][first];
  b = points[name][first + 1];
  share = place - first;
  for (int shift = 0; shift <= 16; shift += 8)
    {
      double low = (a >> shift) & 0xff, high = (b >> shift) & 0xff;

      rgb |= (guint32) lround (low + share * (high - low)) << shift;
    }
  return rgb;
}

const char *
ct_color_map_get_label (CtColorMapName name)
{
  switch (name)
    {
    case CT_COLOR_MAP_VIRIDIS:
      return _ ("Viridis");
    case CT_COLOR_MAP_MAGMA:
      return _ ("Magma");
    case CT_COLOR_MAP_INFERNO:
      return _ ("Inferno");
    case CT_COLOR_MAP_CIVIDIS:
      return _ ("Cividis");
    case CT_COLOR_MAP_GREY:
      /* Translators: a color map from black to white */
      return _ ("Gray");
    default:
      return "";
    }
}
