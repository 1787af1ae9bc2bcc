/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_STATUS_H
#define CT_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

/** What a core function reports. Zero is success; every other value is an error a person can be told. */
typedef enum
{
  CT_STATUS_OK = 0,
  CT_STATUS_CANCELLED,
  CT_STATUS_NO_MEMORY,
  CT_STATUS_NO_THREAD,
  CT_STATUS_BAD_ARGUMENT,
  CT_STATUS_NOT_FOUND,
  CT_STATUS_NO_PERMISSION,
  CT_STATUS_NOT_A_FILE,
  CT_STATUS_EMPTY,
  CT_STATUS_UNKNOWN_FORMAT,
  CT_STATUS_UNSUPPORTED_AUDIO,
  CT_STATUS_DAMAGED,
  CT_STATUS_NOT_FINITE,
  CT_STATUS_STALLED,
  CT_STATUS_READ_FAILED,
  CT_STATUS_WRITE_FAILED,
  CT_STATUS_NO_SPACE,
  CT_STATUS_BAD_WEIGHTS,
  CT_STATUS_NO_DEVICE,
  CT_STATUS_DEVICE_LOST,
  CT_STATUS_EXISTS,
  CT_STATUS_NOT_MIDI,
  CT_STATUS_TOO_LARGE,
} CtStatus;

#define CT_N_STATUSES (CT_STATUS_TOO_LARGE + 1)

#define CT_MUST_USE __attribute__ ((warn_unused_result))

/** One line for a person, without the name of the file and without a full stop; static, never NULL. */
const char *ct_status_string (CtStatus status);

/** The status that fits a value of `errno` after a failed open, read or write. */
CtStatus ct_status_from_errno (int error);

#ifdef __cplusplus
}
#endif

#endif
