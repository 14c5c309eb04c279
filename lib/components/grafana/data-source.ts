/** Dashboards refer to the data source by this uid; `${DS_PROMETHEUS}` means nothing to a provisioned one (requirements T30). */
export const DATA_SOURCE_UID = "prometheus";
