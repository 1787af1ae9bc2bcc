/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_NOTICE (ct_notice_get_type ())
G_DECLARE_FINAL_TYPE (CtNotice, ct_notice, CT, NOTICE, GtkWidget)

/* A bar with a message that stays until the user responds: with one of up to two buttons, or by dismissing it.
 *
 * Signals: "accepted", "declined" (the buttons), "dismissed"; the bar is hidden before. */

/* The labels may have mnemonics; NULL: no such button. */
void ct_notice_show (CtNotice *self, const char *text, const char *accept_label, const char *decline_label);
void ct_notice_hide (CtNotice *self);

G_END_DECLS
