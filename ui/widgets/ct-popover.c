/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-popover.h"

void
ct_popover_drop (GtkWidget *popover)
{
  g_return_if_fail (GTK_IS_POPOVER (popover));
  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_widget_unparent (popover);
}
