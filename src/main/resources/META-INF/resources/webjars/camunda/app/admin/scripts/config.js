export default {
  app: {
    name: 'Admin',
    vendor: 'Ticketflow'
  },
  customScripts: ['../welcome/scripts/signed-out']
};
