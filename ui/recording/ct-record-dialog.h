/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CT_TYPE_RECORD_DIALOG (ct_record_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CtRecordDialog, ct_record_dialog, CT, RECORD_DIALOG, AdwWindow)

/* Records a microphone into a new sound file, with a choice of the device and a level meter that moves before recording
 * begins. Signal "recorded" (GFile): the file is complete; the dialog closes by itself. @parent may be NULL. */
CtRecordDialog *ct_record_dialog_new (GtkWindow *parent);

/* Where recordings go: the user's folder of music where that can be written, else one of the program's own. Free it. */
char *ct_record_dialog_dup_folder (void);

G_END_DECLS
