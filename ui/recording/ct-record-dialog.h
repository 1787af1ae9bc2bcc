/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CT_TYPE_RECORD_DIALOG (ct_record_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CtRecordDialog, ct_record_dialog, CT, RECORD_DIALOG, AdwWindow)

/* Records a microphone into a new audio file, with a choice of devices and a level meter that works before recording.
 * Signal "recorded" (GFile): the file is complete; the dialog closes itself. @parent may be NULL. */
CtRecordDialog *ct_record_dialog_new (GtkWindow *parent);

G_END_DECLS
